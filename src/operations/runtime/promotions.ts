/**
 * Promotions: a share of the places of an answer goes to the best items of another filter, among the others at random.
 * The promotion's filter holds for the promoted places only, the request's for the rest [doc: runtime page, 2].
 */

import type { Random } from '../../base/random.ts'
import { invalidInput } from '../../contract/errors.ts'
import type { Static } from '../../contract/shape.ts'
import type { PredictedItem, Promotion } from '../../contract/shapes/runtime.ts'
import { interleave } from '../../ranking/interleave.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import type { ScoredItem } from '../../serving/serving.ts'

export type AnswerItem = Static<typeof PredictedItem>

/** [doc]; every use case of a domain supports them too. */
const promotingRecipes = new Set([
  'aws-user-personalization',
  'aws-user-personalization-v2',
  'aws-similar-items',
  'aws-sims',
  'aws-trending-now',
  'aws-popularity-count',
])

/** The recipe whose answers give reasons [doc: runtime page, 3.9]. */
export const givesReasons = ({ name }: Recipe): boolean => name === 'aws-user-personalization-v2'

export interface CheckedPromotion {
  readonly name: string
  readonly percent: number
  readonly filterArn: string
  readonly filterValues: Readonly<Record<string, string>>
}

/** At most one. What the model leaves optional is needed all the same [inferred]. */
export function promotionOf(
  promotions: readonly Static<typeof Promotion>[] | undefined,
  recipe: Recipe,
): CheckedPromotion | undefined {
  const [given] = promotions ?? []
  if (!given) return undefined
  if (recipe.domain === undefined && !promotingRecipes.has(recipe.name)) {
    throw invalidInput(`The recipe ${recipe.name} does not support promotions.`)
  }
  const { name, percentPromotedItems, filterArn, filterValues = {} } = given
  if (name === undefined) throw invalidInput('promotions[0].name is required.')
  if (percentPromotedItems === undefined) throw invalidInput('promotions[0].percentPromotedItems is required.')
  if (filterArn === undefined) throw invalidInput('promotions[0].filterArn is required.')
  return { name, percent: percentPromotedItems, filterArn, filterValues }
}

/** Half up, and one place at least [inferred: runtime page, 10]. */
export const promotedPlaces = ({ percent }: CheckedPromotion, numResults: number): number =>
  Math.max(1, Math.round((numResults * percent) / 100))

interface Mixed {
  readonly promotion: CheckedPromotion
  readonly recipe: Recipe
  /** The best of the promotion's filter, at most as many as it has places. */
  readonly promoted: readonly ScoredItem[]
  /** What the answer would be without the promotion. */
  readonly others: readonly ScoredItem[]
  readonly numResults: number
  readonly random: Random
}

/** An item occurs once, as promoted where it is [inferred]. Places that no promotable item is left for go to the others. */
export function withPromoted({
  promotion,
  recipe,
  promoted,
  others,
  numResults,
  random,
}: Mixed): readonly AnswerItem[] {
  const ids = new Set(promoted.map(({ itemId }) => itemId))
  const wouldStand = new Set(others.map(({ itemId }) => itemId))
  const marked = promoted.map(item => ({
    ...item,
    promotionName: promotion.name,
    ...(givesReasons(recipe) && !wouldStand.has(item.itemId) && { reason: ['Promoted item'] }),
  }))
  const rest = others.filter(({ itemId }) => !ids.has(itemId)).slice(0, numResults - marked.length)
  return interleave<AnswerItem>(marked, rest, random)
}
