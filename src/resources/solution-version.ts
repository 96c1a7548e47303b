/** Solution versions: trained models of a solution. ARN `solution/<solution name>/<8 hex>`; states in `status.ts`. */

import { boolean, double, oneOf, optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, EventType, HyperParameters, Name, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'
import { SolutionConfig } from './solution-config.ts'

export const TrainingMode = oneOf('FULL', 'UPDATE', 'AUTOTRAIN')

export const TrainingType = oneOf('AUTOMATIC', 'MANUAL')

export const TunedHPOParams = structure({
  algorithmHyperParameters: optional(HyperParameters),
})

export const SolutionVersion = structure({
  name: optional(Name),
  solutionVersionArn: optional(Arn),
  solutionArn: optional(Arn),
  performHPO: optional(boolean()),
  performAutoML: optional(boolean()),
  performIncrementalUpdate: optional(boolean()),
  recipeArn: optional(Arn),
  eventType: optional(EventType),
  datasetGroupArn: optional(Arn),
  solutionConfig: optional(SolutionConfig),
  trainingHours: optional(double({ min: 0 })),
  trainingMode: optional(TrainingMode),
  tunedHPOParams: optional(TunedHPOParams),
  status: optional(Status),
  failureReason: optional(text()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  trainingType: optional(TrainingType),
})

export const SolutionVersionSummary = structure({
  solutionVersionArn: optional(Arn),
  status: optional(Status),
  trainingMode: optional(TrainingMode),
  trainingType: optional(TrainingType),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export interface SolutionVersionBody {
  readonly solutionArn: string
  readonly datasetGroupArn: string
  readonly recipeArn?: string
  readonly performHPO: boolean
  readonly performAutoML: boolean
  readonly performIncrementalUpdate?: boolean
  readonly eventType?: string
  readonly solutionConfig?: Static<typeof SolutionConfig>
  readonly trainingMode: Static<typeof TrainingMode>
  readonly trainingType: Static<typeof TrainingType>
  readonly trainingHours?: number
  readonly failureReason?: string
  /** Private: where the model lies. */
  readonly artifact?: { readonly file: string }
}

/** Deleted only with its solution. Oldest first: programs take the last element for the latest [sample]. */
export const solutionVersion = resource({
  kind: 'solution-version',
  words: 'solution version',
  nameMember: 'name',
  arnMember: 'solutionVersionArn',
  listOrder: 'oldest',
  isTaggable: true,
  blockers: [],
  description: SolutionVersion,
  summary: SolutionVersionSummary,
})
