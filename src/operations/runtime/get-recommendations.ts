import { listOf, optional, structure, text } from '../../contract/shape.ts'
import {
  Arn,
  Context,
  FilterValues,
  ItemID,
  ItemList,
  MetadataColumns,
  NumResults,
  Promotion,
  UserID,
} from '../../contract/shapes/runtime.ts'
import { operation } from '../operation.ts'

export const getRecommendations = operation({
  service: 'personalize-runtime',
  name: 'GetRecommendations',
  path: '/recommendations',
  idempotent: true,
  input: structure({
    campaignArn: optional(Arn),
    itemId: optional(ItemID),
    userId: optional(UserID),
    numResults: optional(NumResults),
    context: optional(Context),
    filterArn: optional(Arn),
    filterValues: optional(FilterValues),
    recommenderArn: optional(Arn),
    promotions: optional(listOf(Promotion, { max: 1 })),
    metadataColumns: optional(MetadataColumns),
  }),
  output: structure({
    itemList: optional(ItemList),
    recommendationId: optional(text()),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
