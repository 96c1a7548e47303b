import { listOf, optional, structure, text } from '../../contract/shape.ts'
import { Arn, Context, FilterValues, ItemID, ItemList, MetadataColumns, UserID } from '../../contract/shapes/runtime.ts'
import { operation } from '../operation.ts'

export const getPersonalizedRanking = operation({
  service: 'personalize-runtime',
  name: 'GetPersonalizedRanking',
  path: '/personalize-ranking',
  idempotent: true,
  input: structure({
    campaignArn: Arn,
    inputList: listOf(ItemID),
    userId: UserID,
    context: optional(Context),
    filterArn: optional(Arn),
    filterValues: optional(FilterValues),
    metadataColumns: optional(MetadataColumns),
  }),
  output: structure({
    personalizedRanking: optional(ItemList),
    recommendationId: optional(text()),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
