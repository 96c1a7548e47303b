/**
 * What each parameter does, as a table: two values, what is observed of the trained model, and whether that rises or falls
 * from the first value to the second. Rows are per parameter; those of several recipes hold for each of them.
 */

import { crowdItem } from '../fixtures/data/crowded-shop.ts'
import { groupOf, itemIndex, shopColumns, shopItem, tagColumn } from '../fixtures/data/planted-shop.ts'
import type { ShopTraining, TrainedShop } from '../fixtures/data/train-shop.ts'

export interface Effect {
  readonly recipes: readonly string[]
  readonly parameter: string
  readonly group: 'algorithmHyperParameters' | 'featureTransformationParameters'
  readonly values: readonly [string, string]
  /** Other parameters that stay, so that this one has something to act on. */
  readonly beside?: Readonly<Record<string, string>>
  readonly what: string
  readonly observe: (shop: TrainedShop) => number
  /** `differs`: what moves where cannot be planted, and the model must not be the same. */
  readonly direction: 'rises' | 'falls' | 'differs'
  readonly training?: ShopTraining
}

const personalV1 = [
  'aws-user-personalization',
  'aws-personalized-ranking',
  'aws-hrnn',
  'aws-hrnn-metadata',
  'aws-hrnn-coldstart',
]
const personalV2 = ['aws-user-personalization-v2', 'aws-personalized-ranking-v2']

/** From the top, 1 being the first. */
const placeOf = (item: number, list: readonly string[]): number => {
  const at = list.indexOf(shopItem(item))
  return at < 0 ? list.length + 1 : at + 1
}

const forStranger = (shop: TrainedShop): readonly string[] => shop.ask({ userId: 'stranger', numResults: 80 })
const near =
  (item: number) =>
  (shop: TrainedShop): readonly string[] =>
    shop.ask({ itemId: shopItem(item), numResults: 80 })

/** Seven steps in group 1 and two in group 2, the latest. */
const turned = [0, 3, 1, 5, 2, 7, 4]
  .map(place => 20 + place)
  .concat(41, 43)
  .map(shopItem)

const everything = { history: turned, numResults: 80 }

const countKnownNeighbours = ({ model }: TrainedShop): number => {
  if (model.kind !== 'related-items') throw new Error('these recipes find related items')
  return model.params.neighbours.items.length
}

const meanPopularityPlace = (shop: TrainedShop): number => {
  if (shop.model.kind !== 'related-items') throw new Error('these recipes find related items')
  const { popular } = shop.model.params
  const places = new Map(Array.from(popular, (item, place) => [shop.model.items.idAt(item), place]))
  const lists = Array.from({ length: 40 }, (_, at) => near(at * 2)(shop).slice(0, 5))
  return lists.flat().reduce((sum, id) => sum + places.get(id)!, 0) / lists.flat().length
}

const pull = { hurried: crowdItem.hurriedToo, bots: crowdItem.bots }

const historyLengths = (recipes: readonly string[]): readonly Effect[] => [
  {
    recipes,
    parameter: 'min_user_history_length_percentile',
    group: 'featureTransformationParameters',
    values: ['0.0', '0.2'],
    what: 'place of the item that users with two interactions came to, after the one they came from',
    observe: shop => placeOf(pull.hurried, afterHurried(shop)),
    direction: 'rises',
  },
  {
    recipes,
    parameter: 'max_user_history_length_percentile',
    group: 'featureTransformationParameters',
    values: ['0.9', '1.0'],
    what: 'place of the item that bots keep coming to, for somebody who likes nothing in particular',
    observe: shop => placeOf(pull.bots, afterBots(shop)),
    direction: 'falls',
  },
]

const isRelated = ({ model }: TrainedShop): boolean => model.kind === 'related-items'

const afterHurried = (shop: TrainedShop): readonly string[] =>
  isRelated(shop) ? near(crowdItem.hurried)(shop) : shop.ask({ history: [shopItem(crowdItem.hurried)], numResults: 80 })

const afterBots = (shop: TrainedShop): readonly string[] =>
  isRelated(shop) ? near(5)(shop) : shop.ask({ history: [shopItem(5)], numResults: 80 })

const recommendedCount = (shop: TrainedShop): number => shop.ask(everything).length

const coldStart = (
  parameter: string,
  values: readonly [string, string],
  beside: Readonly<Record<string, string>>,
  direction: Effect['direction'],
): Effect => ({
  recipes: ['aws-hrnn-coldstart'],
  parameter,
  group: 'featureTransformationParameters',
  values,
  beside,
  what: 'items that are recommended',
  observe: recommendedCount,
  direction,
})

/** Everything is cold, so that other parameters can be seen in the whole order. */
export const allCold = { cold_start_max_interactions: '100000', cold_start_max_duration: '100000' }

export const effects: readonly Effect[] = [
  {
    recipes: personalV1,
    parameter: 'bptt',
    group: 'algorithmHyperParameters',
    values: ['2', '32'],
    what: 'items of the group that a history began in, among ten recommended after it turned elsewhere',
    observe: shop => shop.ask({ history: turned }).filter(id => groupOf(itemIndex(id)) === 1).length,
    direction: 'rises',
  },
  {
    recipes: personalV1,
    parameter: 'recency_mask',
    group: 'algorithmHyperParameters',
    values: ['true', 'false'],
    what: 'place, for a stranger, of an item that became popular lately',
    observe: shop => placeOf(crowdItem.late, forStranger(shop)),
    direction: 'rises',
  },
  {
    recipes: personalV2,
    parameter: 'apply_recency_bias',
    group: 'algorithmHyperParameters',
    values: ['true', 'false'],
    what: 'place, for a stranger, of an item that became popular lately',
    observe: shop => placeOf(crowdItem.late, forStranger(shop)),
    direction: 'rises',
  },
  ...historyLengths([...personalV1, 'aws-sims']),
  coldStart('cold_start_max_interactions', ['1', '100000'], { cold_start_max_duration: '100000' }, 'rises'),
  coldStart('cold_start_max_duration', ['1', '100000'], { cold_start_max_interactions: '100000' }, 'rises'),
  coldStart(
    'cold_start_relative_from',
    ['latestItem', 'currentTime'],
    { cold_start_max_interactions: '100000', cold_start_max_duration: '1' },
    'falls',
  ),
  {
    recipes: ['aws-sims', 'aws-similar-items'],
    parameter: 'popularity_discount_factor',
    group: 'algorithmHyperParameters',
    values: ['0', '1'],
    what: 'mean place in the order of popularity of related items',
    observe: meanPopularityPlace,
    direction: 'rises',
  },
  {
    recipes: ['aws-sims'],
    parameter: 'min_cointeraction_count',
    group: 'algorithmHyperParameters',
    values: ['0', '10'],
    what: 'pairs of items that count as related',
    observe: countKnownNeighbours,
    direction: 'falls',
  },
  {
    recipes: ['aws-sims'],
    parameter: 'min_item_interaction_count_percentile',
    group: 'featureTransformationParameters',
    values: ['0.0', '0.3'],
    what: 'pairs of items that count as related',
    observe: countKnownNeighbours,
    direction: 'falls',
  },
  {
    recipes: ['aws-sims'],
    parameter: 'max_item_interaction_count_percentile',
    group: 'featureTransformationParameters',
    values: ['0.5', '1.0'],
    what: 'pairs of items that count as related',
    observe: countKnownNeighbours,
    direction: 'rises',
  },
  ...(['item_id_hidden_dim', 'item_metadata_hidden_dim'] as const).map(
    (parameter): Effect => ({
      recipes: ['aws-similar-items'],
      parameter,
      group: 'algorithmHyperParameters',
      values: ['30', '200'],
      what: 'the model',
      observe: () => 0,
      direction: 'differs',
      training: { snapshot: { itemColumns: [...shopColumns, tagColumn] } },
    }),
  ),
  {
    recipes: ['aws-trending-now'],
    parameter: 'trend_discovery_frequency',
    group: 'featureTransformationParameters',
    values: ['30 minutes', '1 day'],
    what: 'place of the item that rose in the last half hour',
    observe: shop => placeOf(crowdItem.hour, shop.ask({ numResults: 80 })),
    direction: 'rises',
  },
]
