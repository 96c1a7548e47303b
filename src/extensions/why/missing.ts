/**
 * Why an item is not in an answer: the first of these that holds. Nobody knows it; it was not asked about; the model does not
 * know it; a filter was against it; it is never recommended; others stood before it; something took its place.
 */

import type { ExplainedItem } from '../../serving/serving.ts'
import { type FilterThen, objectionsThen, type ShownObjection } from './objections.ts'
import type { Then } from './then.ts'

export interface Missing {
  readonly because:
    | 'unknown item'
    | 'not asked about'
    | 'not in this model'
    | 'filter'
    | 'filter gone'
    | 'model gone'
    | 'never recommended'
    | 'rank'
    | 'promotion'
    | 'exploration'
    | 'changed since'
  readonly message: string
  readonly objections?: readonly ShownObjection[]
}

interface MissingItem {
  readonly then: Then
  readonly itemId: string
  readonly explained: ExplainedItem | undefined
  readonly filter: FilterThen
}

export async function missingBecause({ then, itemId, explained, filter }: MissingItem): Promise<Missing> {
  const { given, profile } = then
  const isKnown = profile.items.indexOf(itemId) >= 0 || explained?.isInModel === true
  if (!isKnown) return { because: 'unknown item', message: `no item ${itemId} was ever put or interacted with` }
  if (given.asked.inputList && !given.asked.inputList.includes(itemId)) {
    return { because: 'not asked about', message: 'the item is not in the inputList of the ranking' }
  }
  const objections = filter.use ? await objectionsThen(then, filter.use, itemId) : []
  if (objections.length > 0) {
    return { because: 'filter', message: objections.map(({ message }) => message).join('; '), objections }
  }
  if (explained === undefined) {
    return { because: 'model gone', message: 'the model of this answer is gone, so its ranks cannot be told' }
  }
  if (!explained.isInModel) return notInModel
  if (explained.score === undefined) {
    const message = 'the model scores the item, and never recommends it after this history or to anybody'
    return { because: 'never recommended', message }
  }
  if (filter.state === 'gone') {
    return { because: 'filter gone', message: 'the filter of this answer was deleted or made anew since' }
  }
  return byRank(then, explained)
}

const notInModel: Missing = {
  because: 'not in this model',
  message:
    'the item came after this model was trained; user-personalization recommends the latest such items by their metadata, all others wait for the next update or training',
}

const ordinal = (place: number): string => {
  const ending = ['th', 'st', 'nd', 'rd'][place % 10 > 3 || Math.floor((place % 100) / 10) === 1 ? 0 : place % 10]
  return `${place}${ending}`
}

function byRank({ given }: Then, { place = 0, candidateCount = 0 }: ExplainedItem): Missing {
  const count = given.itemIds.length
  const [promoted, explored] = [given.promoted?.length ?? 0, given.explored?.length ?? 0]
  const ranked = `ranked ${ordinal(place)} of ${candidateCount}, and the answer has ${count}`
  if (place > count) return { because: 'rank', message: ranked }
  const taken = [
    ...(promoted > 0 ? [`${promoted} of its places went to the promotion ${given.asked.promotion?.name}`] : []),
    ...(explored > 0 ? [`${explored} of its places went to items that are explored`] : []),
  ]
  if (taken.length === 0) {
    return { because: 'changed since', message: `${ranked}: data of items or the user must have changed since` }
  }
  return { because: promoted > 0 ? 'promotion' : 'exploration', message: `${ranked}: ${taken.join(', ')}` }
}
