import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { RecommenderSummary } from '../../resources/recommender.ts'
import { operation } from '../operation.ts'

export const listRecommenders = operation({
  service: 'personalize',
  name: 'ListRecommenders',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    recommenders: optional(listOf(RecommenderSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
