/** Trains for every row of the table and holds the model to it. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { recipes } from '../../src/recipes/catalogue.ts'
import { recipeArn } from '../../src/recipes/recipe.ts'
import { ParameterValues } from '../../src/training/parameter-values.ts'
import { planSequence } from '../../src/training/trainers/blend/sequence-plan.ts'
import { crowds } from '../fixtures/data/crowded-shop.ts'
import { type ShopFiles, writePlantedShop } from '../fixtures/data/planted-shop.ts'
import { type ShopTraining, type TrainedShop, trainShop } from '../fixtures/data/train-shop.ts'
import { allCold, type Effect, effects } from './effects.ts'

const trained = recipes.filter(({ trainer }) => trainer !== undefined)
const covered = new Set(effects.flatMap(({ recipes: names, parameter }) => names.map(name => `${name} ${parameter}`)))

/** Width of the sequence model, which is trained only where there is more to learn from than this shop: seen in its plan, and in `sequence-inputs.test.ts`. */
const planned = 'hidden_dimension'

test('every parameter of every recipe that is trained has a row', () => {
  const missing = trained.flatMap(({ name, parameters }) =>
    parameters
      .filter(({ name: parameter }) => parameter !== planned && !covered.has(`${name} ${parameter}`))
      .map(parameter => `${name} ${parameter.name}`),
  )
  assert.deepEqual(missing, [])
})

for (const recipe of trained.filter(({ parameters }) => parameters.some(({ name }) => name === planned)))
  test(`${recipe.name} ${planned}: a wider sequence model is planned, and the same from the same value`, () => {
    const size = { itemCount: 3000, interactionCount: 500_000 }
    const means = { threadCount: 2, memoryMb: 8000, sequenceMinutes: 100 }
    const plan = (width: string) =>
      planSequence(size, new ParameterValues(recipe, { algorithmHyperParameters: { hidden_dimension: width } }), means)
    const [narrow, wide] = [plan('32'), plan('256')]
    assert.ok(narrow.isPossible && wide.isPossible && narrow.options.dimension < wide.options.dimension)
    assert.deepEqual(plan('32'), narrow)
  })

describe('effects of parameters', () => {
  let directory = ''
  let files: ShopFiles
  /** How each recipe blends this data, found once. */
  const found = new Map<string, ShopTraining>()

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-parameters-'))
    files = await writePlantedShop(directory, crowds())
  })
  after(() => rm(directory, { recursive: true }))

  const trainWith = async (recipe: string, training: ShopTraining): Promise<TrainedShop> => {
    if (!found.has(recipe)) {
      const { choices } = await trainShop(directory, files, recipe)
      found.set(recipe, choices ? { choices } : {})
    }
    return trainShop(directory, files, recipe, { ...found.get(recipe), ...training })
  }

  const parametersOf = (recipe: string, { parameter, group, beside = {} }: Effect, value: string) => {
    const isCold = recipe === 'aws-hrnn-coldstart'
    const feature = { ...(isCold && allCold), ...beside }
    const own = { [parameter]: value }
    return group === 'algorithmHyperParameters'
      ? { algorithmHyperParameters: own, featureTransformationParameters: feature }
      : { featureTransformationParameters: { ...feature, ...own } }
  }

  const bytesOf = ({ artifactPath }: TrainedShop): Promise<Buffer> => readFile(artifactPath)

  for (const effect of effects)
    for (const recipe of effect.recipes)
      test(`${recipe} ${effect.parameter}: from ${effect.values.join(' to ')}, ${effect.what} ${effect.direction}`, async () => {
        const parameter = trained
          .find(({ name }) => name === recipe)
          ?.parameters.find(({ name }) => name === effect.parameter)
        assert.ok(parameter, `${recipe} (${recipeArn(recipe)}) has no ${effect.parameter}`)
        const train = (value: string) =>
          trainWith(recipe, { parameters: parametersOf(recipe, effect, value), ...effect.training })
        const [first, second] = [await train(effect.values[0]), await train(effect.values[1])]
        const [one, other] = [effect.observe(first), effect.observe(second)]
        if (effect.direction === 'rises') assert.ok(other > one, `${one} → ${other}`)
        if (effect.direction === 'falls') assert.ok(other < one, `${one} → ${other}`)
        if (effect.direction === 'differs') assert.notEqual(second.checksum, first.checksum)
        assert.deepEqual(await bytesOf(await train(effect.values[0])), await bytesOf(first))
      })
})
