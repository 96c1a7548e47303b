/** What a recommender looks like on the wire. */

import { boolean, optional, structure, text, timestamp } from '../contract/shape.ts'
import {
  Arn,
  HyperParameters,
  Metrics,
  Name,
  Status,
  TrainingDataConfig,
  TransactionsPerSecond,
} from '../contract/shapes/common.ts'

export const RecommenderConfig = structure({
  itemExplorationConfig: optional(HyperParameters),
  minRecommendationRequestsPerSecond: optional(TransactionsPerSecond),
  trainingDataConfig: optional(TrainingDataConfig),
  enableMetadataWithRecommendations: optional(boolean()),
})

export const RecommenderUpdateSummary = structure({
  recommenderConfig: optional(RecommenderConfig),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  status: optional(Status),
  failureReason: optional(text()),
})

export const Recommender = structure({
  recommenderArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  name: optional(Name),
  recipeArn: optional(Arn),
  recommenderConfig: optional(RecommenderConfig),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  status: optional(Status),
  failureReason: optional(text()),
  latestRecommenderUpdate: optional(RecommenderUpdateSummary),
  modelMetrics: optional(Metrics),
})

export const RecommenderSummary = structure({
  name: optional(Name),
  recommenderArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  recipeArn: optional(Arn),
  recommenderConfig: optional(RecommenderConfig),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})
