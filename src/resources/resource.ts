/**
 * What the resources have in common, as data: their kind, how people call them, which members of an answer carry name and
 * ARN, the order of their lists, and what must be gone before they are. Operations and jobs read these tables; the file
 * of each resource fills one in beside its wire shapes. Records themselves are the business of `storage`.
 */

import type { Static, TSchema } from '../contract/shape.ts'

export type ResourceKind =
  | 'dataset-group'
  | 'schema'
  | 'dataset'
  | 'dataset-import-job'
  | 'dataset-export-job'
  | 'data-deletion-job'
  | 'event-tracker'
  | 'filter'
  | 'metric-attribution'
  | 'solution'
  | 'solution-version'
  | 'campaign'
  | 'recommender'
  | 'batch-inference-job'
  | 'batch-segment-job'

/** A resource of this kind, in one of these states, keeps another one from being deleted. */
export interface Blocker {
  readonly kind: ResourceKind
  /** How the blocking resource is tied to the one to delete: by its parent, or by being of the same dataset group. */
  readonly by: 'parent' | 'group'
  /** Absent: in any state. */
  readonly statuses?: readonly string[]
  /** Counts only for datasets of these types. */
  readonly datasetTypes?: readonly string[]
}

type Body = Readonly<Record<string, unknown>>

/** How a resource changes while it stays ACTIVE: the wanted values wait in `member` until the job makes them its own. */
export interface UpdateRule {
  readonly member: 'latestDatasetUpdate' | 'latestSolutionUpdate' | 'latestCampaignUpdate'
  readonly allowedIn: readonly string[]
  readonly job: 'settle' | 'deploy'
  /** A running update keeps the resource from being deleted. */
  readonly blocksDeletion: boolean
  /** The body once the update is ACTIVE. Members not sent keep their values. */
  readonly applied: (body: Body, update: Body) => Body
}

export interface Resource<D extends TSchema = TSchema, S extends TSchema = TSchema> {
  readonly kind: ResourceKind
  /** In plain words, as error texts say it. */
  readonly words: string
  readonly nameMember: 'name' | 'jobName'
  readonly arnMember: string
  readonly listOrder: 'name' | 'oldest' | 'newest'
  readonly isTaggable: boolean
  readonly blockers: readonly Blocker[]
  /** Children that go with it and cannot be deleted by themselves. */
  readonly owns?: readonly ResourceKind[]
  readonly update?: UpdateRule
  /** Shape of the member that Describe answers with. */
  readonly description: D
  /** Shape of an element of the list. */
  readonly summary: S
}

export const resource = <D extends TSchema, S extends TSchema>(declaration: Resource<D, S>): Resource<D, S> =>
  declaration

export type DescriptionOf<R> = R extends Resource<infer D> ? Static<D> : never
export type SummaryOf<R> = R extends Resource<TSchema, infer S> ? Static<S> : never
