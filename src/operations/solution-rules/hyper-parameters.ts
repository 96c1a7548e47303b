/** Fixed values: known names, values within the range of the recipe page. Values travel as text [doc; refusal inferred]. */

import { invalidInput } from '../../contract/errors.ts'
import type { Recipe, RecipeParameter } from '../../recipes/recipe.ts'
import type { Rule } from './asked.ts'

const integer = /^[+-]?\d+$/
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

export const rangeOf = (parameter: RecipeParameter): string =>
  parameter.kind === 'categorical' ? parameter.values.join(', ') : `${parameter.min} to ${parameter.max}`

const isWithin = (value: string, parameter: RecipeParameter): boolean => {
  if (parameter.kind === 'categorical') return parameter.values.includes(value)
  const form = parameter.kind === 'integer' ? integer : decimal
  const number = Number(value)
  return form.test(value) && number >= parameter.min && number <= parameter.max
}

const checkValue = (recipe: Recipe, parameter: RecipeParameter, value: string): void => {
  const { name } = parameter
  if (parameter.tuningOnly) throw invalidInput(`${name} of ${recipe.name} can only be given as a range for HPO.`)
  if (isWithin(value, parameter)) return
  throw invalidInput(`The value ${value} of ${name} is invalid: ${recipe.name} takes ${rangeOf(parameter)}.`)
}

const checkAll = (recipe: Recipe, group: RecipeParameter['group'], values: Readonly<Record<string, string>>): void => {
  const known = recipe.parameters.filter(parameter => parameter.group === group)
  for (const [name, value] of Object.entries(values)) {
    const parameter = known.find(parameter => parameter.name === name)
    if (!parameter) throw invalidInput(`${recipe.name} has no ${group} parameter ${name}.`)
    checkValue(recipe, parameter, value)
  }
}

export const hyperParametersFit: Rule = ({ recipe, config }) => {
  checkAll(recipe, 'algorithm', config.algorithmHyperParameters ?? {})
  checkAll(recipe, 'featureTransformation', config.featureTransformationParameters ?? {})
}
