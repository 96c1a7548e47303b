/** Solutions: a recipe with its configuration. ARN `solution/<name>`. What blocks deletion: control-plane page, section 5. */

import { boolean, optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, EventType, Name, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'
import { SolutionConfig, SolutionUpdateConfig } from './solution-config.ts'
import { SolutionVersionSummary } from './solution-version.ts'
import { training } from './status.ts'

export const AutoMLResult = structure({
  bestRecipeArn: optional(Arn),
})

export const SolutionUpdateSummary = structure({
  solutionUpdateConfig: optional(SolutionUpdateConfig),
  status: optional(Status),
  performAutoTraining: optional(boolean()),
  performIncrementalUpdate: optional(boolean()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export const Solution = structure({
  name: optional(Name),
  solutionArn: optional(Arn),
  performHPO: optional(boolean()),
  performAutoML: optional(boolean()),
  performAutoTraining: optional(boolean()),
  performIncrementalUpdate: optional(boolean()),
  recipeArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  eventType: optional(EventType),
  solutionConfig: optional(SolutionConfig),
  autoMLResult: optional(AutoMLResult),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  latestSolutionVersion: optional(SolutionVersionSummary),
  latestSolutionUpdate: optional(SolutionUpdateSummary),
})

export const SolutionSummary = structure({
  name: optional(Name),
  solutionArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  recipeArn: optional(Arn),
})

export interface SolutionBody {
  readonly datasetGroupArn: string
  readonly recipeArn?: string
  readonly performHPO: boolean
  readonly performAutoML: boolean
  readonly performAutoTraining: boolean
  readonly performIncrementalUpdate?: boolean
  readonly eventType?: string
  readonly solutionConfig?: Static<typeof SolutionConfig>
  readonly latestSolutionUpdate?: Static<typeof SolutionUpdateSummary>
  /** Private: when its schedule of automatic trainings began, and after which version. */
  readonly trainingSchedule?: { readonly sinceMs: number; readonly afterVersion?: string }
}

type Members = Readonly<Record<string, unknown>>

/** A given `eventsConfig` or `autoTrainingConfig` replaces the former one wholly [doc]. */
const applySolutionUpdate = (body: Members, update: Members): Members => ({
  ...body,
  performAutoTraining: update.performAutoTraining ?? body.performAutoTraining,
  performIncrementalUpdate: update.performIncrementalUpdate ?? body.performIncrementalUpdate,
  solutionConfig: update.solutionUpdateConfig
    ? { ...(body.solutionConfig ?? {}), ...update.solutionUpdateConfig }
    : body.solutionConfig,
})

/** Versions go with it; campaigns that use one block it, which the operation checks by their version. */
export const solution = resource({
  kind: 'solution',
  words: 'solution',
  nameMember: 'name',
  arnMember: 'solutionArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [
    { kind: 'campaign', by: 'parent' },
    { kind: 'solution-version', by: 'parent', statuses: training },
  ],
  owns: ['solution-version'],
  update: {
    member: 'latestSolutionUpdate',
    allowedIn: ['ACTIVE'],
    job: 'settle',
    blocksDeletion: true,
    applied: applySolutionUpdate,
  },
  description: Solution,
  summary: SolutionSummary,
})
