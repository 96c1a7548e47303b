/**
 * What a search over hyperparameters or recipes may try, as plain data, from the records: HPO is a search within one
 * recipe, AutoML one over several, each with its tunable parameters [doc: control-plane page, section 14]. Parameters
 * given a fixed value stay fixed; tunable ones outside any range keep their default. Without ranges every tunable
 * parameter is tried over its whole range.
 */

import { findRecipe } from '../../recipes/catalogue.ts'
import type { Recipe, RecipeParameter } from '../../recipes/recipe.ts'
import { recipeArn } from '../../recipes/recipe.ts'
import type { GivenParameters } from '../parameter-values.ts'

export type SearchDimension =
  | { readonly name: string; readonly kind: 'integer' | 'continuous'; readonly min: number; readonly max: number }
  | { readonly name: string; readonly kind: 'categorical'; readonly values: readonly string[] }

export interface SearchSpace {
  readonly recipeArn: string
  readonly fixed: GivenParameters
  readonly dimensions: readonly SearchDimension[]
  /** Values of the dimensions when nothing is tuned; tried first. */
  readonly defaults: Readonly<Record<string, string>>
}

export interface SearchSpec {
  readonly spaces: readonly SearchSpace[]
  /** Trials of each space. */
  readonly trialCount: number
  /** Trials at a time, and steps from the best before it is looked for again. */
  readonly parallelCountMax: number
  /** Key of the metric that is to be highest. */
  readonly metric: string
}

interface NumberRange {
  readonly name?: string
  readonly minValue?: number
  readonly maxValue?: number
}

interface Ranges {
  readonly integerHyperParameterRanges?: readonly NumberRange[]
  readonly continuousHyperParameterRanges?: readonly NumberRange[]
  readonly categoricalHyperParameterRanges?: readonly { readonly name?: string; readonly values?: readonly string[] }[]
}

export interface SearchedBody {
  readonly recipeArn?: string
  readonly performHPO?: boolean
  readonly performAutoML?: boolean
  readonly solutionConfig?: GivenParameters & {
    readonly hpoConfig?: {
      readonly hpoResourceConfig?: {
        readonly maxNumberOfTrainingJobs?: string
        readonly maxParallelTrainingJobs?: string
      }
      readonly algorithmHyperParameterRanges?: Ranges
    }
    readonly autoMLConfig?: { readonly metricName?: string; readonly recipeList?: readonly string[] }
  }
}

/** [inferred] The guide names no default for any of them. */
const trialCountDefault = 10
const parallelCountDefault = 4
const autoMlTrialCount = 4
const metricDefault = 'normalized_discounted_cumulative_gain_at_25'

/** AutoML chooses among recipes of this type; once it was the HRNN family [doc]. */
const autoMlRecipes = ['aws-user-personalization', 'aws-user-personalization-v2', 'aws-popularity-count']

/** Undefined where nothing is to be searched. */
export function searchSpecOf(body: SearchedBody): SearchSpec | undefined {
  if (body.performAutoML) return autoMlSearch(body)
  if (!body.performHPO) return undefined
  const recipe = findRecipe(body.recipeArn ?? '')
  const { hpoResourceConfig, algorithmHyperParameterRanges } = body.solutionConfig?.hpoConfig ?? {}
  if (recipe === undefined) return undefined
  return {
    spaces: [spaceOf(recipe, body.solutionConfig ?? {}, algorithmHyperParameterRanges)],
    trialCount: Number(hpoResourceConfig?.maxNumberOfTrainingJobs ?? trialCountDefault),
    parallelCountMax: Number(hpoResourceConfig?.maxParallelTrainingJobs ?? parallelCountDefault),
    metric: metricDefault,
  }
}

/** Only `autoMLConfig` of the configuration is read [doc]. */
function autoMlSearch({ solutionConfig }: SearchedBody): SearchSpec {
  const { recipeList = [], metricName } = solutionConfig?.autoMLConfig ?? {}
  const arns = recipeList.length > 0 ? recipeList : autoMlRecipes.map(recipeArn)
  const recipes = arns.map(findRecipe).filter(recipe => recipe?.trainer !== undefined)
  return {
    spaces: recipes.map(recipe => spaceOf(recipe!, {}, undefined)),
    trialCount: autoMlTrialCount,
    parallelCountMax: parallelCountDefault,
    metric: metricName ?? metricDefault,
  }
}

function spaceOf(recipe: Recipe, given: GivenParameters, ranges: Ranges | undefined): SearchSpace {
  const fixed = { algorithmHyperParameters: given.algorithmHyperParameters ?? {} }
  const tunable = recipe.parameters.filter(({ tunable, name }) => tunable && !(name in fixed.algorithmHyperParameters))
  const dimensions = tunable.flatMap(parameter => dimensionOf(parameter, ranges) ?? [])
  const { featureTransformationParameters } = given
  return {
    recipeArn: recipeArn(recipe.name),
    fixed: featureTransformationParameters ? { ...fixed, featureTransformationParameters } : fixed,
    dimensions,
    defaults: Object.fromEntries(tunable.map(({ name, default: value }) => [name, value])),
  }
}

/** Recorded answers show names with the prefixes `training.` and `data.` */
const bare = (name = ''): string => name.replace(/^(training|data)\./, '')

/** Undefined for a parameter outside the ranges that are given. */
function dimensionOf(parameter: RecipeParameter, ranges: Ranges | undefined): SearchDimension | undefined {
  const { name } = parameter
  if (parameter.kind === 'categorical') {
    const range = ranges?.categoricalHyperParameterRanges?.find(range => bare(range.name) === name)
    if (ranges !== undefined && range === undefined) return undefined
    return { name, kind: parameter.kind, values: range?.values?.length ? range.values : parameter.values }
  }
  const { kind, min, max } = parameter
  const list = kind === 'integer' ? ranges?.integerHyperParameterRanges : ranges?.continuousHyperParameterRanges
  const range = list?.find(range => bare(range.name) === name)
  if (ranges !== undefined && range === undefined) return undefined
  return { name, kind, min: range?.minValue ?? min, max: range?.maxValue ?? max }
}
