/** What a solution looks like on the wire. */

import { boolean, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, EventType, Name, Status } from '../contract/shapes/common.ts'
import { SolutionConfig, SolutionUpdateConfig } from './solution-config.ts'
import { SolutionVersionSummary } from './solution-version.ts'

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
