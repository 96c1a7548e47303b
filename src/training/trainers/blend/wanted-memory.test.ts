/** What a blend makes use of: with as much, its parts are planned as with all there is. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ringHistories } from '../../../../test/fixtures/data/model-files.ts'
import { findRecipe } from '../../../recipes/catalogue.ts'
import { recipeArn } from '../../../recipes/recipe.ts'
import { ParameterValues } from '../../parameter-values.ts'
import { closedFormSize } from './candidates.ts'
import { planSequence } from './sequence-plan.ts'
import { blendMb } from './wanted-memory.ts'

const recipe = findRecipe(recipeArn('aws-user-personalization'))!
const values = new ParameterValues(recipe, {})
const means = { threadCount: 2, memoryMb: 1e6, sequenceMinutes: 9 }

for (const itemCount of [40, 2000, 8000])
  test(`what ${itemCount} items want is enough for what all memory gives them`, () => {
    const histories = ringHistories({ itemCount, userCount: 3000, length: 10 })
    const memoryMb = blendMb(histories, values, means)
    const size = { itemCount, interactionCount: histories.items.length }
    assert.deepEqual(planSequence(size, values, { ...means, memoryMb }), planSequence(size, values, means))
    assert.equal(
      Math.min(itemCount, closedFormSize('ease', { ...means, memoryMb })),
      Math.min(itemCount, closedFormSize('ease', means)),
    )
    assert.equal(blendMb(histories, values, { ...means, memoryMb: 1 }), memoryMb, 'it does not depend on what there is')
  })

test('more threads, and a sequence model, want more', () => {
  const histories = ringHistories({ itemCount: 500, userCount: 3000, length: 10 })
  const wanted = blendMb(histories, values, means)
  assert.ok(blendMb(histories, values, { ...means, threadCount: 8 }) > wanted)
  assert.ok(blendMb(histories, values, { ...means, sequenceMinutes: 0 }) < wanted)
})
