/** What a solution version looks like on the wire. */

import { boolean, double, oneOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, EventType, HyperParameters, Name, Status } from '../contract/shapes/common.ts'
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
