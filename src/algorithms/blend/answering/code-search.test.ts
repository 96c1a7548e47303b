/** Searches over many chunks of a catalogue: where nearly all of them are passed over, where none is, and where a sample tells the spread. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seededRandom } from '../../../base/random.ts'
import type { BlendParams } from '../params.ts'
import { prepareBlend } from '../prepared/prepare.ts'
import { scoreCatalogue } from '../score.ts'
import { LayeredScores } from './layered-scores.ts'

/** Item 0 is followed by every second item, 1 by five. */
function blendOf(itemCount: number, rowsWeight: number): BlendParams {
  const random = seededRandom(7)
  const half = Math.floor(itemCount / 2)
  const followers = [...Array.from({ length: half }, (_, at) => 2 * at), 3, 40, 77, itemCount - 5, itemCount - 1]
  const rows = {
    offsets: Uint32Array.from({ length: itemCount + 1 }, (_, row) => [0, half][row] ?? followers.length),
    items: Uint32Array.from(followers),
    weights: Float32Array.from(followers, () => 0.5 + random.next()),
  }
  const dimension = 4
  const vectors = () => Float32Array.from({ length: itemCount * dimension }, () => 2 * random.next() - 1)
  const form = { window: 10, decay: 0.5 }
  const prior = Float32Array.from({ length: itemCount }, (_, item) => 1 / (1 + item))
  return {
    parts: [
      { weight: rowsWeight, part: { name: 'rules', shape: 'rows', rows, form } },
      { weight: 0.1, part: { name: 'prior', shape: 'prior', scores: prior } },
      {
        weight: 1,
        part: { name: 'spectral', shape: 'factors', dimension, form, inputs: vectors(), outputs: vectors() },
      },
    ],
    repeatOffset: -1,
    temperature: 1.5,
    cold: prior,
  }
}

function definition(params: BlendParams, history: readonly number[]): Float32Array {
  const [scores, scratch] = [new Float32Array(params.cold.length), new Float32Array(params.cold.length)]
  scoreCatalogue(params, Uint32Array.from(history), scores, scratch)
  return scores
}

const falling = (scores: Float32Array) => [...scores.keys()].sort((one, other) => scores[other]! - scores[one]!)

function assertAsDefined(params: BlendParams, history: readonly number[]): void {
  const layered = new LayeredScores(params, prepareBlend(params)!)
  const scores = definition(params, history)
  const order = falling(scores)
  layered.read(history)
  const { search } = layered
  assert.deepEqual(Array.from(search.best({}, 25)), order.slice(0, 25))
  const mayStand = (item: number): boolean => item % 7 === 3
  assert.deepEqual(Array.from(search.best({ mayStand }, 25)), order.filter(mayStand).slice(0, 25))
  const highest = scores[order[0]!]!
  const mass = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)
  const share = Math.exp(layered.scoreOf(order[0]!) - search.highest) / search.mass
  assert.ok(Math.abs(share - 1 / mass) < 2e-3 / mass, `share ${share}, not ${1 / mass}`)
}

describe('a search over many chunks is that over every item', () => {
  for (const [name, rowsWeight] of [
    ['where what a history touches is far above all else', 1],
    ['where it is among all else', 1e-4],
  ] as const) {
    test(name, () => assertAsDefined(blendOf(20_000, rowsWeight), [5, 1]))
    test(`${name}, and is half of the catalogue`, () => assertAsDefined(blendOf(20_000, rowsWeight), [5, 0]))
  }

  test('and a sample of a large catalogue says how far its scores spread', () => {
    const params = blendOf(310_000, 0.5)
    const layered = new LayeredScores(params, prepareBlend(params)!)
    for (const history of [
      [5, 1],
      [5, 0],
    ]) {
      layered.read(history)
      const scores = definition(params, history)
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
      const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length)
      const isNear = (): boolean => Math.abs(layered.search.spread.deviation - deviation) < 0.005 * deviation
      assert.ok(isNear())
      layered.search.best({}, 25)
      assert.ok(isNear())
    }
  })
})
