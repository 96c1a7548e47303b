import { invalidInput } from '../../contract/errors.ts'
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
import { campaignNamed, deployedBy, mustAnswer, refuseRefinements, required } from './deployed.ts'
import { recommendationId } from './recommendation-id.ts'

/** [doc: runtime page, 3.2] */
const resultCountDefault = 25
const resultCountMax = 500

/** 0 means the default [inferred: runtime page, 3.2]. */
function countOf(numResults: number | undefined): number {
  if (!numResults) return resultCountDefault
  if (numResults > resultCountMax) throw invalidInput(`numResults can be at most ${resultCountMax}.`)
  return numResults
}

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
  handle: async (input, context) => {
    const { recipe, artifact } = await deployedBy(campaignNamed(input), context)
    mustAnswer('GetRecommendations', recipe)
    required('userId', input.userId, recipe)
    required('itemId', input.itemId, recipe)
    refuseRefinements(input)
    const { userId, itemId } = input
    const itemList = await context.serving.recommend({
      artifact,
      userId,
      itemId,
      numResults: countOf(input.numResults),
    })
    return { itemList: [...itemList], recommendationId: recommendationId(context.ids, input) }
  },
})
