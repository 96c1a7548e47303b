/** The parameters of one training: what the solution gives, over the defaults of its recipe. Values travel as text. */

import { assert } from '../base/assert.ts'
import type { Recipe } from '../recipes/recipe.ts'

export interface GivenParameters {
  readonly algorithmHyperParameters?: Readonly<Record<string, string>>
  readonly featureTransformationParameters?: Readonly<Record<string, string>>
}

export class ParameterValues {
  readonly #values: ReadonlyMap<string, string>
  readonly #recipe: Recipe

  constructor(recipe: Recipe, given: GivenParameters) {
    this.#recipe = recipe
    const givenIn = {
      algorithm: given.algorithmHyperParameters,
      featureTransformation: given.featureTransformationParameters,
    }
    this.#values = new Map(
      recipe.parameters.map(parameter => [
        parameter.name,
        givenIn[parameter.group]?.[parameter.name] ?? parameter.default,
      ]),
    )
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string {
    const value = this.#values.get(name)
    assert(value !== undefined, `the recipe has no parameter ${name}`)
    return value
  }

  number(name: string): number {
    const value = Number(this.text(name))
    assert(Number.isFinite(value), `the parameter ${name} is no number: ${this.text(name)}`)
    return value
  }

  /** What the recipe gives a number where the solution gives none. */
  defaultOf(name: string): number {
    return Number(this.#recipe.parameters.find(parameter => parameter.name === name)?.default)
  }
}
