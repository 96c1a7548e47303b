/**
 * Parameters that several recipes share: names, defaults and ranges of the recipe pages of the developer guide [doc].
 * `algorithm` ones travel in `algorithmHyperParameters`, the others in `featureTransformationParameters`; values are text.
 */

import type { RecipeParameter } from './recipe.ts'

/** The guide asks for "a positive integer" or duration and names no upper end. */
const unbounded = 2147483647

export const applyRecencyBias: RecipeParameter = {
  name: 'apply_recency_bias',
  group: 'algorithm',
  kind: 'categorical',
  values: ['true', 'false'],
  default: 'true',
  tunable: false,
  meaning: 'Whether recent interactions of all users weigh more when items are ordered by popularity.',
}

export const recencyMask: RecipeParameter = {
  name: 'recency_mask',
  group: 'algorithm',
  kind: 'categorical',
  values: ['true', 'false'],
  default: 'true',
  tunable: true,
  meaning: 'Whether the latest popularity trends weigh more.',
}

export const hiddenDimension = (width: number, tunable = true): RecipeParameter => ({
  name: 'hidden_dimension',
  group: 'algorithm',
  kind: 'integer',
  min: 32,
  max: 256,
  default: String(width),
  tunable,
  meaning: 'Width of the hidden state and of the item vectors.',
})

export const bptt: RecipeParameter = {
  name: 'bptt',
  group: 'algorithm',
  kind: 'integer',
  min: 2,
  max: 32,
  default: '32',
  tunable: true,
  meaning: 'How many interactions back in a history the model looks.',
}

const percentile = (name: string, value: string, meaning: string): RecipeParameter => ({
  name,
  group: 'featureTransformation',
  kind: 'continuous',
  min: 0,
  max: 1,
  default: value,
  tunable: false,
  meaning,
})

export const historyLengthPercentiles = (least: string, most: string): readonly RecipeParameter[] => [
  percentile(
    'min_user_history_length_percentile',
    least,
    'Users with histories shorter than this percentile are left out.',
  ),
  percentile(
    'max_user_history_length_percentile',
    most,
    'Users with histories longer than this percentile are left out.',
  ),
]

export const itemInteractionCountPercentiles: readonly RecipeParameter[] = [
  percentile(
    'min_item_interaction_count_percentile',
    '0.01',
    'The rarest items, which hold this share of all interactions, are left out.',
  ),
  percentile(
    'max_item_interaction_count_percentile',
    '0.9',
    'The most used items, which hold what is beyond this share of all interactions, are left out.',
  ),
]

export const popularityDiscountFactor = (value: string, tunable: boolean): RecipeParameter => ({
  name: 'popularity_discount_factor',
  group: 'algorithm',
  kind: 'continuous',
  min: 0,
  max: 1,
  default: value,
  tunable,
  meaning: '0 lets popular items win, 1 counts correlation alone.',
})

export const minCointeractionCount: RecipeParameter = {
  name: 'min_cointeraction_count',
  group: 'algorithm',
  kind: 'integer',
  min: 0,
  max: 10,
  default: '3',
  tunable: true,
  meaning: 'Fewest users two items must share to count as related.',
}

const hiddenWidthForTuning = (name: string, meaning: string): RecipeParameter => ({
  name,
  group: 'algorithm',
  kind: 'integer',
  min: 30,
  max: 200,
  default: '100',
  tunable: true,
  tuningOnly: true,
  meaning,
})

export const itemIdHiddenDim = hiddenWidthForTuning(
  'item_id_hidden_dim',
  'Width of the vectors learned from interactions.',
)

export const itemMetadataHiddenDim = hiddenWidthForTuning(
  'item_metadata_hidden_dim',
  'Width of the vectors learned from item metadata.',
)

export const trendDiscoveryFrequency: RecipeParameter = {
  name: 'trend_discovery_frequency',
  group: 'featureTransformation',
  kind: 'categorical',
  values: ['30 minutes', '1 hour', '2 hours', '3 hours', '1 day'],
  default: '2 hours',
  tunable: false,
  meaning: 'Length of the time steps that are compared.',
}

export const actionOptimizationPeriod: RecipeParameter = {
  name: 'action_optimization_period',
  group: 'featureTransformation',
  kind: 'integer',
  min: 7,
  max: 28,
  default: '14',
  tunable: false,
  meaning: 'Days over which the value of actions is maximised.',
}

export const coldStart: readonly RecipeParameter[] = [
  {
    name: 'cold_start_max_interactions',
    group: 'featureTransformation',
    kind: 'integer',
    min: 1,
    max: unbounded,
    default: '15',
    tunable: false,
    meaning: 'Items with fewer interactions are cold.',
  },
  {
    name: 'cold_start_max_duration',
    group: 'featureTransformation',
    kind: 'continuous',
    min: 0,
    max: unbounded,
    default: '5.0',
    tunable: false,
    meaning: 'Days since the first interaction within which an item can be cold.',
  },
  {
    name: 'cold_start_relative_from',
    group: 'featureTransformation',
    kind: 'categorical',
    values: ['latestItem', 'currentTime'],
    default: 'latestItem',
    tunable: false,
    meaning: 'From where the duration is counted back.',
  },
]
