/**
 * Datasets: one of each type in a group. ARN `dataset/<group name>/<TYPE>`: the dataset's own name is not in it, so a second
 * one of a type is "already exists". What blocks deletion: control-plane page, section 5.
 */

import { optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, DatasetType, Name, Status, TrackingId } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'
import { creating, existing, training } from './status.ts'

export const DatasetUpdateSummary = structure({
  schemaArn: optional(Arn),
  status: optional(Status),
  failureReason: optional(text()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const Dataset = structure({
  name: optional(Name),
  datasetArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  datasetType: optional(DatasetType),
  schemaArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  latestDatasetUpdate: optional(DatasetUpdateSummary),
  trackingId: optional(TrackingId),
})

export const DatasetSummary = structure({
  name: optional(Name),
  datasetArn: optional(Arn),
  datasetType: optional(DatasetType),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const datasetTypes = ['INTERACTIONS', 'ITEMS', 'USERS', 'ACTIONS', 'ACTION_INTERACTIONS'] as const

export type DatasetTypeName = (typeof datasetTypes)[number]

/** `datasetType` is taken in any case and given in upper case [doc]. */
export const datasetTypeOf = (given: string): DatasetTypeName | undefined =>
  datasetTypes.find(type => type === given.toUpperCase())

export interface DatasetBody {
  readonly datasetGroupArn: string
  readonly datasetType: DatasetTypeName
  readonly schemaArn: string
  readonly latestDatasetUpdate?: Static<typeof DatasetUpdateSummary>
  readonly trackingId?: string
  /** Private: the Parquet files that are this dataset, in order. `datasets/segment.ts` says what is in them. */
  readonly segments: readonly { readonly file: string; readonly origin: string }[]
}

/**
 * Import and export jobs go with their dataset: a new dataset of the type has the same ARN and must not inherit the jobs of a former
 * one, and programs that clean up and start over use the same job names again [inferred].
 */
export const dataset = resource({
  kind: 'dataset',
  words: 'dataset',
  nameMember: 'name',
  arnMember: 'datasetArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [
    { kind: 'filter', by: 'group' },
    { kind: 'event-tracker', by: 'group', datasetTypes: ['INTERACTIONS'] },
    { kind: 'metric-attribution', by: 'group', datasetTypes: ['INTERACTIONS', 'ITEMS'] },
    { kind: 'dataset-import-job', by: 'parent', statuses: creating },
    // It reads the files that would go [inferred].
    { kind: 'dataset-export-job', by: 'parent', statuses: creating },
    { kind: 'batch-inference-job', by: 'group', statuses: creating },
    { kind: 'batch-segment-job', by: 'group', statuses: creating },
    { kind: 'recommender', by: 'group', statuses: creating },
    { kind: 'solution-version', by: 'group', statuses: training },
    { kind: 'campaign', by: 'group', statuses: existing },
  ],
  owns: ['dataset-import-job', 'dataset-export-job'],
  update: {
    member: 'latestDatasetUpdate',
    allowedIn: ['ACTIVE'],
    job: 'settle',
    blocksDeletion: true,
    applied: (body, { schemaArn }) => ({ ...body, schemaArn }),
  },
  description: Dataset,
  summary: DatasetSummary,
})
