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
import type { Recipe } from '../../recipes/recipe.ts'
import type { ExplorationWish, ScoredItem } from '../../serving/serving.ts'
import { operation } from '../operation.ts'
import { campaignNamed, type Deployed, deployedBy, mustAnswer, required } from './deployed.ts'
import { keepAnswer } from './keep-answer.ts'
import { metadataAsked, resultCountMaxWithMetadata, withMetadata } from './metadata.ts'
import {
  type AnswerItem,
  type CheckedPromotion,
  givesReasons,
  promotedPlaces,
  promotionOf,
  withPromoted,
} from './promotions.ts'
import { bestFor, filterUse, type Question, questionOf } from './question.ts'
import { randomFor, recommendationId } from './recommendation-id.ts'

/** [doc: runtime page, 3.2] */
const resultCountDefault = 25
const resultCountMax = 500

/** 0 means the default [inferred: runtime page, 3.2]. */
function countOf(numResults: number | undefined, hasMetadata: boolean): number {
  const count = numResults || resultCountDefault
  if (count > resultCountMax) throw invalidInput(`numResults can be at most ${resultCountMax}.`)
  if (hasMetadata && count > resultCountMaxWithMetadata) {
    throw invalidInput(`numResults can be at most ${resultCountMaxWithMetadata} with metadata.`)
  }
  return count
}

/** The answer without the promotion is needed too: what stands there anyway was not put there by the promotion. */
async function promoting(
  question: Question,
  promotion: CheckedPromotion,
  others: readonly ScoredItem[],
  { numResults, id }: { readonly numResults: number; readonly id: string },
): Promise<readonly AnswerItem[]> {
  const use = await filterUse(question, promotion)
  const promoted = await bestFor(question, use, promotedPlaces(promotion, numResults))
  const { recipe } = question.deployed
  return withPromoted({ promotion, recipe, promoted, others, numResults, random: randomFor(id) })
}

/** A chance of its own: drawing the places of a promotion changes nothing here. */
const explorationOf = ({ exploration }: Deployed, id: string): ExplorationWish | undefined =>
  exploration && { ...exploration, random: randomFor(id) }

/** A propensity is kept with the answer, not shown in it. */
const shownBy =
  (recipe: Recipe) =>
  ({ propensity: _, isExplored, ...shown }: ScoredItem): ScoredItem =>
    isExplored && givesReasons(recipe) ? { ...shown, ...{ reason: ['Exploration'] } } : shown

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
    const deployed = await deployedBy(campaignNamed(input), context)
    const { recipe } = deployed
    mustAnswer('GetRecommendations', recipe)
    required('userId', input.userId, recipe)
    required('itemId', input.itemId, recipe)
    const columns = metadataAsked(input.metadataColumns, deployed)
    const numResults = countOf(input.numResults, columns.length > 0)
    const promotion = promotionOf(input.promotions, recipe)
    const question = questionOf(deployed, input, context)
    const id = recommendationId(context.ids, input)
    const drawn = await bestFor(question, await filterUse(question, input), numResults, explorationOf(deployed, id))
    const best = drawn.map(shownBy(recipe))
    const items: readonly AnswerItem[] = promotion
      ? await promoting(question, promotion, best, { numResults, id })
      : best
    const itemList = columns.length > 0 ? withMetadata(items, columns, await question.profile()) : items
    const { userId, itemId, filterArn, filterValues } = input
    const asked = { userId, itemId, numResults, context: input.context, filterArn, filterValues, promotion }
    await keepAnswer(question, id, { operation: 'GetRecommendations', asked, items, drawn })
    return { itemList: [...itemList], recommendationId: id }
  },
})
