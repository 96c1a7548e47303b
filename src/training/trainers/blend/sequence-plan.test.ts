/** Whether and how long a sequence model is trained: by data and settings, with a reason where it is not. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sequenceModelDefaults } from '../../../algorithms/sequence-model/params.ts'
import { findRecipe } from '../../../recipes/catalogue.ts'
import { recipeArn } from '../../../recipes/recipe.ts'
import { ParameterValues } from '../../parameter-values.ts'
import { closedFormSize } from './candidates.ts'
import { planSequence } from './sequence-plan.ts'

const recipe = findRecipe(recipeArn('aws-user-personalization'))!
const valuesOf = (given: Readonly<Record<string, string>>) =>
  new ParameterValues(recipe, { algorithmHyperParameters: given })
const values = valuesOf({})
const size = { itemCount: 3500, interactionCount: 1_000_000 }
const means = { threadCount: 2, memoryMb: 4096, sequenceMinutes: 9 }

function planned(...given: Parameters<typeof planSequence>) {
  const plan = planSequence(...given)
  assert.ok(plan.isPossible, plan.isPossible ? '' : plan.reason)
  return plan
}

function refused(...given: Parameters<typeof planSequence>): string {
  const plan = planSequence(...given)
  assert.ok(!plan.isPossible)
  return plan.isPossible ? '' : plan.reason
}

test('more time or more threads give more epochs, up to what is of use; more data take longer', () => {
  const epochs = (minutes: number, threadCount = 2) =>
    planned(size, values, { ...means, sequenceMinutes: minutes, threadCount }).options.epochCount
  assert.ok(epochs(4) < epochs(8))
  assert.ok(epochs(8, 1) < epochs(8, 2))
  assert.equal(epochs(1000), epochs(10_000))
  const { minutes } = planned(size, values, means)
  assert.ok(minutes > 0 && minutes <= means.sequenceMinutes)
})

test('a share of the threads is planned for as all of them, when it may take as much longer', () => {
  const whole = planned(size, values, { ...means, threadCount: 8, sequenceMinutes: 2 })
  const share = planned(size, values, { ...means, threadCount: 2, plannedThreadCount: 8, sequenceMinutes: 2 })
  assert.deepEqual(share, whole)
  assert.notDeepEqual(planned(size, values, { ...means, threadCount: 2, sequenceMinutes: 2 }).options, whole.options)
  const covered = (given: object) => closedFormSize('ease', { ...means, memoryMb: 1e6, ...given })
  assert.equal(covered({ threadCount: 1, plannedThreadCount: 2 }), covered({ threadCount: 2 }))
  assert.ok(covered({ threadCount: 1 }) < covered({ threadCount: 2 }))
})

test('small data are seen more often', () => {
  const small = planned({ itemCount: 1500, interactionCount: 100_000 }, values, means).options.epochCount
  assert.ok(small > planned(size, values, { ...means, sequenceMinutes: 1000 }).options.epochCount)
})

test('the parameters of the recipe move width and length', () => {
  const { dimension, lengthMax } = sequenceModelDefaults
  const { options } = planned(size, values, means)
  assert.deepEqual([options.dimension, options.lengthMax], [dimension, lengthMax])
  const narrow = planned(size, valuesOf({ hidden_dimension: '32', bptt: '8' }), means).options
  assert.deepEqual([narrow.dimension, narrow.lengthMax], [16, lengthMax / 4])
  assert.equal(planned(size, valuesOf({ hidden_dimension: '256' }), means).options.dimension, 112)
})

test('too little data, memory or time, or none asked for, is told with figures', () => {
  assert.match(refused({ ...size, interactionCount: 500 }, values, means), /^500 interactions are fewer than/)
  assert.match(
    refused(size, values, { ...means, memoryMb: 10 }),
    /^it takes \d+ MB and of trainingMemoryMb 10 are left$/,
  )
  assert.match(refused(size, values, { ...means, sequenceMinutes: 0.01 }), /^4 epochs take some \d+ minutes/)
  assert.equal(refused(size, values, { ...means, sequenceMinutes: 0 }), 'sequenceMinutes is 0')
})

test('the refit goes on from the first training where there is no time for a second one', () => {
  assert.equal(planned(size, values, means).goesOn, true)
  assert.equal(planned(size, values, { ...means, sequenceMinutes: 100 }).goesOn, false)
  const small = planned({ itemCount: 1500, interactionCount: 100_000 }, values, means)
  assert.equal(small.goesOn, false)
  assert.ok(small.minutes <= means.sequenceMinutes)
})
