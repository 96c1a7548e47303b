/**
 * What each setting of a solution beside the parameters does, as a table like `effects.ts`: two values as CreateSolution takes
 * them, what is observed of the trained model, and whether that rises or falls from the first to the second.
 */

import { recipes as catalogue } from '../../src/recipes/catalogue.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import {
  bought,
  from,
  furnishedItem,
  genreOf,
  halfOf,
  isNewItem,
  priceOf,
  type Sent,
  viewed,
} from '../fixtures/data/furnished-shop.ts'
import type { TrainedShop } from '../fixtures/data/train-shop.ts'

export interface SettingEffect {
  /** As the contract has it, below `solutionConfig` where it is there. */
  readonly setting: string
  /** Of settings that name datasets. */
  readonly dataset?: 'ITEMS' | 'INTERACTIONS' | 'USERS'
  /** Which recipes take it; each has a row. */
  readonly takenBy: (recipe: Recipe) => boolean
  readonly values: readonly [Sent, Sent]
  readonly what: string
  readonly observe: (shop: TrainedShop) => number
  readonly direction: 'rises' | 'falls'
}

export const trained = catalogue.filter(({ trainer }) => trainer !== undefined)

const all = { numResults: 60 }

/** After the item both crowds came from, near it, or for everybody. */
const placeOf = (id: string, shop: TrainedShop): number => {
  const list = shop.ask(shop.model.kind === 'related-items' ? { itemId: from, ...all } : { history: [from], ...all })
  return list.indexOf(id) < 0 ? list.length + 1 : list.indexOf(id) + 1
}

const listed = (...eventParametersList: readonly object[]): Sent => ({
  solutionConfig: { eventsConfig: { eventParametersList } },
})

const everybody = (): boolean => true
const weighsEvents = ({ supportsEventsConfig }: Recipe): boolean => supportsEventsConfig
const aims = ({ supportsObjective }: Recipe): boolean => supportsObjective
const readsItems = (recipe: Recipe): boolean => recipe.readsItems === true
const readsSituations = (recipe: Recipe): boolean => recipe.readsSituations === true

const objective = (itemAttribute: string, objectiveSensitivity: 'LOW' | 'HIGH'): Sent => ({
  solutionConfig: { optimizationObjective: { itemAttribute, objectiveSensitivity } },
})

/** Of the first genre. */
const liked = [2, 13, 5].map(furnishedItem)

const meanPrice = (shop: TrainedShop): number => {
  const first = shop.ask({ history: liked })
  return first.reduce((sum, id) => sum + priceOf(id), 0) / first.length
}

/** Near an item, or after a history of the first genre. */
const newOfOwnGenre = (shop: TrainedShop): number => {
  const asked = shop.model.kind === 'related-items' ? { itemId: furnishedItem(2) } : { history: liked }
  const fresh = shop.ask({ ...asked, ...all }).filter(isNewItem)
  return fresh.slice(0, 4).filter(id => genreOf(id) === 0).length
}

const ofSecondHalf = (shop: TrainedShop): number =>
  shop.ask({ history: liked, situation: { context: { DEVICE: 'tv' } } }).filter(id => halfOf(id) === 1).length

const ofSecondGenre = (shop: TrainedShop): number => {
  const userCell = (column: string): string => (column === 'TASTE' ? 'fancy' : 'hair-0')
  return shop.ask({ history: [], situation: { userCell } }).filter(id => genreOf(id) === 1).length
}

interface ColumnsRow extends Pick<SettingEffect, 'takenBy' | 'what' | 'observe'> {
  readonly dataset: NonNullable<SettingEffect['dataset']>
  /** The one that tells something, and one that does not. */
  readonly columns: readonly [string, string]
}

const columnRows = ({ dataset, columns, ...row }: ColumnsRow): readonly SettingEffect[] =>
  (['excludedDatasetColumns', 'includedDatasetColumns'] as const).map(list => {
    const [telling, idle] = columns
    const sent = (column: string): Sent => ({
      solutionConfig: { trainingDataConfig: { [list]: { [dataset]: [column] } } },
    })
    const values = [sent(telling), sent(idle)] as const
    const direction = list === 'excludedDatasetColumns' ? 'rises' : 'falls'
    return { setting: `trainingDataConfig.${list}`, dataset, ...row, values, direction }
  })

const eventType = 'eventsConfig.eventParametersList'

export const settingEffects: readonly SettingEffect[] = [
  {
    setting: 'eventType',
    takenBy: everybody,
    values: [{ eventType: 'view' }, { eventType: 'buy' }],
    what: 'place of what buyers took',
    observe: shop => placeOf(bought, shop),
    direction: 'falls',
  },
  {
    setting: 'eventValueThreshold',
    takenBy: everybody,
    values: [{ solutionConfig: { eventValueThreshold: '1' } }, { solutionConfig: { eventValueThreshold: '50' } }],
    what: 'place of what came with low values',
    observe: shop => placeOf(viewed, shop),
    direction: 'rises',
  },
  {
    setting: `${eventType}.eventType`,
    takenBy: weighsEvents,
    values: [listed({ eventType: 'view' }), listed({ eventType: 'buy' })],
    what: 'place of what buyers took',
    observe: shop => placeOf(bought, shop),
    direction: 'falls',
  },
  {
    setting: `${eventType}.weight`,
    takenBy: weighsEvents,
    values: [
      listed({ eventType: 'view', weight: 1 }, { eventType: 'buy', weight: 0.1 }),
      listed({ eventType: 'view', weight: 0.1 }, { eventType: 'buy', weight: 1 }),
    ],
    what: 'place of what buyers took, less that of what was viewed',
    observe: shop => placeOf(bought, shop) - placeOf(viewed, shop),
    direction: 'falls',
  },
  {
    setting: `${eventType}.eventValueThreshold`,
    takenBy: weighsEvents,
    values: [
      listed({ eventType: 'view', eventValueThreshold: 1 }, { eventType: 'buy' }),
      listed({ eventType: 'view', eventValueThreshold: 50 }, { eventType: 'buy' }),
    ],
    what: 'place of what came with low values',
    observe: shop => placeOf(viewed, shop),
    direction: 'rises',
  },
  {
    setting: 'optimizationObjective.objectiveSensitivity',
    takenBy: aims,
    values: [objective('PRICE', 'LOW'), objective('PRICE', 'HIGH')],
    what: 'mean price of ten recommended items',
    observe: meanPrice,
    direction: 'rises',
  },
  {
    setting: 'optimizationObjective.itemAttribute',
    takenBy: aims,
    values: [objective('PRICE', 'HIGH'), objective('DISCOUNT', 'HIGH')],
    what: 'mean price of ten recommended items',
    observe: meanPrice,
    direction: 'falls',
  },
  ...columnRows({
    dataset: 'ITEMS',
    takenBy: readsItems,
    columns: ['GENRE', 'COLOUR'],
    what: 'new items of the genre that was liked, among the first four new ones',
    observe: newOfOwnGenre,
  }),
  ...columnRows({
    dataset: 'INTERACTIONS',
    takenBy: readsSituations,
    columns: ['DEVICE', 'EVENT_TYPE'],
    what: 'items that go with the device of the request',
    observe: ofSecondHalf,
  }),
  ...columnRows({
    dataset: 'USERS',
    takenBy: readsSituations,
    columns: ['TASTE', 'HAIR'],
    what: 'items of the genre that a stranger of this taste takes',
    observe: ofSecondGenre,
  }),
]

/** Settings that say how to search or when to train: where their effect is shown. */
export const shownElsewhere: Readonly<Record<string, string>> = {
  algorithmHyperParameters: 'test/parameters/effects.ts',
  featureTransformationParameters: 'test/parameters/effects.ts',
  'hpoConfig.hpoResourceConfig': 'test/ledger/training.test.ts',
  'hpoConfig.algorithmHyperParameterRanges': 'test/ledger/training.test.ts',
  'autoMLConfig.recipeList': 'test/ledger/training.test.ts',
  'autoMLConfig.metricName': 'test/ledger/training.test.ts',
  'autoTrainingConfig.schedulingExpression': 'src/lifecycle/training-schedule.test.ts',
}

/** Members of the published model that the service does not support and ignores [doc: control-plane page, 14.1]. */
export const ignored = 'hpoConfig.hpoObjective'
