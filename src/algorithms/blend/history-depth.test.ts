import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { depthOf } from './history-depth.ts'
import { scorePart } from './score-part.ts'

test('as far as the window, the history, and what a 32-bit number shows', () => {
  assert.equal(depthOf({ window: 50, decay: 0.5 }, 80), 24)
  assert.equal(depthOf({ window: 50, decay: 0.5 }, 7), 7)
  assert.equal(depthOf({ window: 10, decay: 0.5 }, 80), 10)
  assert.equal(depthOf({ window: 50, decay: 0.9 }, 80), 50)
  assert.equal(depthOf({ window: 50, decay: 1 }, 80), 50)
  assert.equal(depthOf({ window: 50, decay: 0 }, 80), 1)
})

test('what is not read would change no score by more than the last place of the largest', () => {
  const random = seededRandom(1)
  const itemCount = 40
  const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, item) => item * 8)
  const items = Uint32Array.from({ length: itemCount * 8 }, () => random.below(itemCount))
  const weights = Float32Array.from(items, () => random.next())
  const history = Array.from({ length: 50 }, () => random.below(itemCount))
  for (const decay of [0.3, 0.5, 0.6]) {
    const form = { window: 50, decay }
    assert.ok(depthOf(form, history.length) < history.length)
    const read = new Float32Array(itemCount)
    scorePart({ name: 'rows', shape: 'rows', rows: { offsets, items, weights }, form }, history, read)
    const whole = new Float64Array(itemCount)
    for (const [at, row] of history.entries())
      for (let place = 8 * row; place < 8 * row + 8; place++)
        whole[items[place]!]! += decay ** (history.length - 1 - at) * weights[place]!
    const largest = whole.reduce((most, score) => Math.max(most, score))
    // A few roundings of 32-bit sums beside it.
    for (const [item, score] of whole.entries()) assert.ok(Math.abs(score - read[item]!) < 8 * 2 ** -24 * largest)
  }
})
