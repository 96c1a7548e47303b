import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { itemFrequencies, NegativeSampler } from './negative-sampler.ts'

test('negative sampler: draws follow the power of frequency, unseen items included', () => {
  const sampler = new NegativeSampler(Uint32Array.of(16, 0, 4), 0.5)
  const items = new Uint32Array(70_000)
  sampler.draw(seededRandom(1), items, new Float32Array(items.length))
  // Shares are 4 : 1 : 2; three standard deviations of a count are at most 3 sqrt(70000 / 4) = 397.
  const counts = itemFrequencies(items, 3)
  for (const [item, expected] of [40_000, 10_000, 20_000].entries())
    assert.ok(Math.abs(counts[item]! - expected) < 400, `${counts[item]} for ${expected}`)
})

test('negative sampler: corrected draws estimate a sum over the catalogue without bias', () => {
  const sampler = new NegativeSampler(Uint32Array.of(16, 0, 4), 0.5)
  const logits = [0.3, -1, 2]
  const random = seededRandom(2)
  const items = new Uint32Array(64)
  const corrections = new Float32Array(64)
  let estimate = 0
  const roundCount = 2000
  for (let round = 0; round < roundCount; round++) {
    sampler.draw(random, items, corrections)
    for (const [at, item] of items.entries()) estimate += Math.exp(logits[item]! - corrections[at]!) / roundCount
  }
  const exact = logits.reduce((sum, logit) => sum + Math.exp(logit), 0)
  assert.ok(Math.abs(estimate / exact - 1) < 0.02, `${estimate} for ${exact}`)
})
