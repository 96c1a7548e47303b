import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../algorithms.contract.ts'
import { planEpoch, shareOut, targetCountOf } from './batches.ts'

const row = (length: number): number[] => Array.from({ length }, (_, at) => at)
const data = historiesOf([row(1), row(0), row(2), row(5), row(23), row(50)], 50)

const targetsOf = (seed: number, epoch: number): number[] => {
  const plan = planEpoch(data, 7, 20, seed, epoch)
  return Array.from(plan.starts, (start, chunk) =>
    Array.from({ length: plan.lengths[chunk]! }, (_, at) => start + at + 1),
  ).flat()
}

test('batches: every interaction but the first of each user is a target exactly once an epoch', () => {
  const expected = [...row(1).map(() => 2), ...row(4).map(at => 4 + at), ...row(22).map(at => 9 + at)]
  expected.push(...row(49).map(at => 32 + at))
  for (let epoch = 0; epoch < 5; epoch++)
    assert.deepEqual(
      targetsOf(3, epoch).sort((a, b) => a - b),
      expected,
    )
  assert.equal(targetCountOf(data), expected.length)
})

test('batches: chunks are within the length, batches within their positions and thread shares complete', () => {
  const plan = planEpoch(data, 7, 20, 3, 0)
  assert.ok(plan.lengths.every(length => length >= 1 && length <= 7))
  for (let batch = 0; batch + 1 < plan.batches.length; batch++) {
    const chunks = row(plan.batches[batch + 1]! - plan.batches[batch]!).map(at => plan.batches[batch]! + at)
    const tokens = (list: readonly number[]) => list.reduce((sum, chunk) => sum + plan.lengths[chunk]!, 0)
    assert.ok(tokens(chunks) <= 20)
    const shares = shareOut(plan, batch, 2)
    assert.deepEqual(
      shares.flat().sort((a, b) => a - b),
      chunks,
    )
    assert.ok(Math.abs(tokens(shares[0]!) - tokens(shares[1]!)) <= 7)
  }
})

test('batches: the same seed and epoch give the same plan, another epoch other cuts', () => {
  assert.deepEqual(planEpoch(data, 7, 20, 3, 1), planEpoch(data, 7, 20, 3, 1))
  assert.notDeepEqual(planEpoch(data, 7, 20, 3, 1).starts, planEpoch(data, 7, 20, 3, 2).starts)
})
