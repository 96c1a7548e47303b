/** The sequence model is in a blend where it wins and nowhere else: what rules say in full, it need not say again. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../../../algorithms/algorithms.contract.ts'
import { seededRandom } from '../../../base/random.ts'
import { userPersonalization } from '../../../recipes/user-personalization.ts'
import { ParameterValues } from '../../parameter-values.ts'
import type { FitContext } from '../trainer.ts'
import { choose } from './choose.ts'

const context: FitContext = {
  seed: 1,
  means: { threadCount: 1, memoryMb: 512, sequenceMinutes: 0.012 },
  note: () => undefined,
}
const values = new ParameterValues(userPersonalization, {
  algorithmHyperParameters: { hidden_dimension: '32', bptt: '2' },
})

test('of walks that depend on nothing but the last item, rules know all; a sequence model is tried and left out', async () => {
  const random = seededRandom(4)
  const itemCount = 30
  const rows = Array.from({ length: 2600 }, () => {
    const row = [random.below(itemCount)]
    while (row.length < 10) row.push(random.next() < 0.6 ? (row.at(-1)! + 1) % itemCount : random.below(itemCount))
    return row
  })
  const { choices, parts } = await choose(historiesOf(rows, itemCount), values, context)
  const { sequence } = choices
  assert.ok('gain' in sequence, JSON.stringify(sequence))
  assert.ok(sequence.gain <= sequence.error, JSON.stringify(sequence))
  assert.equal(sequence.isUsed, false)
  assert.ok(!choices.parts.some(({ kind }) => kind === 'sequence'))
  assert.ok(!parts.some(({ shape }) => shape === 'sequence'))
})
