/**
 * HPO: only parameters marked tunable may appear, within the range of the recipe, and all three lists are given, empty or
 * not [doc: control-plane page, 14.1]. `hpoConfig` without performHPO is ignored, hence not checked. Names may carry
 * the internal prefixes that recorded answers show (`training.bptt`, `data.recency_mask`).
 */

import { invalidInput } from '../../contract/errors.ts'
import type { Recipe, RecipeParameter } from '../../recipes/recipe.ts'
import type { Config, Rule } from './asked.ts'
import { rangeOf } from './hyper-parameters.ts'

type HpoConfig = NonNullable<Config['hpoConfig']>
type Ranges = NonNullable<HpoConfig['algorithmHyperParameterRanges']>

/** [doc: quotas, control-plane page, section 6] */
const resourceMax = { maxNumberOfTrainingJobs: 40, maxParallelTrainingJobs: 10 } as const

const checkResources = (resources: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, max] of Object.entries(resourceMax)) {
    const value = resources[name]
    if (value === undefined) continue
    const isRight = /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= max
    if (!isRight) throw invalidInput(`${name} must be a whole number from 1 to ${max}, not ${value}.`)
  }
}

const tunable = (recipe: Recipe, kind: RecipeParameter['kind'], given: string | undefined): RecipeParameter => {
  const name = (given ?? '').replace(/^(training|data)\./, '')
  const parameter = recipe.parameters.find(parameter => parameter.name === name && parameter.kind === kind)
  if (parameter?.tunable) return parameter
  throw invalidInput(`${recipe.name} has no tunable ${kind} parameter ${name}.`)
}

const checkNumbers = (recipe: Recipe, kind: 'integer' | 'continuous', ranges: NumberRange[]): void => {
  for (const { name, minValue, maxValue } of ranges) {
    const parameter = tunable(recipe, kind, name)
    if (parameter.kind === 'categorical') continue
    const { min, max } = parameter
    const [low, high] = [minValue ?? min, maxValue ?? max]
    if (low >= min && high <= max && low <= high) continue
    throw invalidInput(`The range ${low} to ${high} of ${parameter.name} must lie within ${rangeOf(parameter)}.`)
  }
}

interface NumberRange {
  readonly name?: string
  readonly minValue?: number
  readonly maxValue?: number
}

const checkCategories = (recipe: Recipe, ranges: { name?: string; values?: string[] }[]): void => {
  for (const { name, values = [] } of ranges) {
    const parameter = tunable(recipe, 'categorical', name)
    if (parameter.kind !== 'categorical') continue
    const foreign = values.find(value => !parameter.values.includes(value))
    if (foreign === undefined) continue
    throw invalidInput(`The value ${foreign} of ${parameter.name} must be one of ${rangeOf(parameter)}.`)
  }
}

const checkRanges = (recipe: Recipe, ranges: Ranges): void => {
  const { integerHyperParameterRanges, continuousHyperParameterRanges, categoricalHyperParameterRanges } = ranges
  if (!integerHyperParameterRanges || !continuousHyperParameterRanges || !categoricalHyperParameterRanges) {
    throw invalidInput(
      'algorithmHyperParameterRanges must hold integerHyperParameterRanges, continuousHyperParameterRanges and categoricalHyperParameterRanges; a list may be empty.',
    )
  }
  checkNumbers(recipe, 'integer', integerHyperParameterRanges)
  checkNumbers(recipe, 'continuous', continuousHyperParameterRanges)
  checkCategories(recipe, categoricalHyperParameterRanges)
}

export const hpoFits: Rule = ({ recipe, config, performHPO }) => {
  if (!performHPO) return
  if (!recipe.parameters.some(parameter => parameter.tunable)) {
    throw invalidInput(`${recipe.name} does not support HPO: none of its parameters is tunable.`)
  }
  const { hpoResourceConfig, algorithmHyperParameterRanges } = config.hpoConfig ?? {}
  checkResources(hpoResourceConfig ?? {})
  if (algorithmHyperParameterRanges) checkRanges(recipe, algorithmHyperParameterRanges)
}
