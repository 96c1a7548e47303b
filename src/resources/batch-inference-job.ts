/** What a batch inference job looks like on the wire. */

import { integer, oneOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import {
  Arn,
  ColumnName,
  HyperParameters,
  Name,
  RankingInfluence,
  RoleArn,
  S3DataConfig,
  Status,
} from '../contract/shapes/common.ts'

export const BatchInferenceJobConfig = structure({
  itemExplorationConfig: optional(HyperParameters),
  rankingInfluence: optional(RankingInfluence),
})

export const BatchInferenceJobInput = structure({
  s3DataSource: S3DataConfig,
})

export const BatchInferenceJobMode = oneOf('BATCH_INFERENCE', 'THEME_GENERATION')

export const BatchInferenceJobOutput = structure({
  s3DataDestination: S3DataConfig,
})

export const FieldsForThemeGeneration = structure({
  itemName: ColumnName,
})

export const ThemeGenerationConfig = structure({
  fieldsForThemeGeneration: FieldsForThemeGeneration,
})

export const BatchInferenceJob = structure({
  jobName: optional(Name),
  batchInferenceJobArn: optional(Arn),
  filterArn: optional(Arn),
  failureReason: optional(text()),
  solutionVersionArn: optional(Arn),
  numResults: optional(integer()),
  jobInput: optional(BatchInferenceJobInput),
  jobOutput: optional(BatchInferenceJobOutput),
  batchInferenceJobConfig: optional(BatchInferenceJobConfig),
  roleArn: optional(RoleArn),
  batchInferenceJobMode: optional(BatchInferenceJobMode),
  themeGenerationConfig: optional(ThemeGenerationConfig),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const BatchInferenceJobSummary = structure({
  batchInferenceJobArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  solutionVersionArn: optional(Arn),
  batchInferenceJobMode: optional(BatchInferenceJobMode),
})
