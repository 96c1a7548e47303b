import { listOf, optional, structure, text } from '../../contract/shape.ts'
import { Arn, FilterValues, NumResults, PredictedAction, UserID } from '../../contract/shapes/runtime.ts'
import { operation } from '../operation.ts'

export const getActionRecommendations = operation({
  service: 'personalize-runtime',
  name: 'GetActionRecommendations',
  path: '/action-recommendations',
  idempotent: true,
  input: structure({
    campaignArn: optional(Arn),
    userId: optional(UserID),
    numResults: optional(NumResults),
    filterArn: optional(Arn),
    filterValues: optional(FilterValues),
  }),
  output: structure({
    actionList: optional(listOf(PredictedAction)),
    recommendationId: optional(text()),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
