/** What a blend answers from layers against what it answers when every item is scored: restrictions, situations, facts. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BlendParams } from '../algorithms/blend/params.ts'
import { encodeIds, IdTable } from '../artifacts/id-table.ts'
import type { BlendModel } from '../artifacts/recommender-artifact.ts'
import { seededRandom } from '../base/random.ts'
import { Candidates } from '../ranking/candidates.ts'
import { scoredFrom } from '../ranking/scored.ts'
import { blendScorer, preparedFor } from './blend-scorer.ts'

const itemCount = 500
const dimension = 12
const random = seededRandom(5)
const floats = (length: number) => Float32Array.from({ length }, () => 2 * random.next() - 1)
const form = { window: 10, decay: 0.8 }

function rows(rowCount: number, rowLength: number) {
  const offsets = Uint32Array.from({ length: rowCount + 1 }, (_, row) => row * rowLength)
  const items = Uint32Array.from({ length: rowCount * rowLength }, () => random.below(itemCount))
  return { offsets, items, weights: floats(items.length) }
}

const params: BlendParams = {
  parts: [
    { weight: 0.5, part: { name: 'rules', shape: 'rows', rows: rows(itemCount, 8), form } },
    { weight: 0.25, part: { name: 'prior', shape: 'prior', scores: floats(itemCount) } },
    {
      weight: 0.5,
      part: {
        ...{ name: 'spectral', shape: 'factors', dimension, form },
        ...{ inputs: floats(itemCount * dimension), outputs: floats(itemCount * dimension) },
      },
    },
  ],
  repeatOffset: -3,
  temperature: 1.5,
  cold: floats(itemCount),
  lifts: {
    columns: [{ name: 'DEVICE', source: 'context', kind: 'category', borders: [], firstFeature: 0 }],
    names: encodeIds(['000:phone']),
    weights: { warm: [2], cold: [1], own: [0] },
    rows: rows(1, 40),
  },
}

const ids = (count: number) => new IdTable(encodeIds(Array.from({ length: count }, (_, at) => String(1000 + at))))

const model: BlendModel = {
  kind: 'blend',
  origin: { recipe: 'aws-user-personalization-v2', seed: 1, interactionCount: 0 },
  items: ids(itemCount),
  users: ids(1),
  histories: { offsets: Uint32Array.of(0, 0), items: new Uint32Array(0) },
  params,
}

const facts = { ageDays: new Float32Array(itemCount), userCounts: new Uint32Array(itemCount) }
const few = Uint32Array.from({ length: 30 }, (_, at) => at * 16)

const restrictions = {
  none: {},
  'left out': { excluded: new Set([1, 2, 3, 16, 32]) },
  'allowed by question': { allowed: { has: (item: number) => item % 4 === 0 } },
  'allowed by name': { allowed: { has: (item: number) => few.includes(item), items: few } },
  'allowed by name, left out': {
    allowed: { has: (item: number) => few.includes(item), items: few },
    excluded: new Set([0, 16, 32, 48]),
  },
}

const situations = { unknown: undefined, known: { context: { device: 'phone' } } }
const histories = { empty: [], short: [3], long: Array.from({ length: 40 }, () => random.below(itemCount)) }

function assertSame(model: BlendModel): void {
  const scorer = blendScorer(model, preparedFor(model))
  const candidates = new Candidates(itemCount)
  for (const situation of Object.values(situations)) {
    for (const history of Object.values(histories)) {
      const scores = scorer.score(history, situation).slice()
      for (const [name, restriction] of Object.entries(restrictions)) {
        const wanted = scoredFrom(scores, candidates, scorer.shares)
        const found = scorer.quick!(history, situation)
        const best = found.best(restriction, 25)
        assert.deepEqual(Array.from(best), Array.from(wanted.best(restriction, 25)), name)
        for (const item of best) {
          const [share, expected] = [found.shareOf!(item), wanted.shareOf!(item)]
          assert.ok(Math.abs(share - expected) < 2e-3 * expected, `${name}: share ${share}, not ${expected}`)
        }
      }
    }
  }
}

describe('a blend answers the same from layers', () => {
  test('with vectors', () => assertSame(model))

  test('the same question has the same shares, whatever was asked before', () => {
    const plain = { ...model, params: { ...params, lifts: undefined } } as BlendModel
    const scorer = blendScorer(plain, preparedFor(plain))
    const rare = { allowed: { has: (item: number) => item % 100 === 7 } }
    const ask = () => {
      const found = scorer.quick!(histories.long)
      return Array.from(found.best(rare, 5), item => [item, found.shareOf!(item)])
    }
    const first = ask()
    assert.deepEqual(ask(), first)
    scorer.quick!(histories.short).best({}, 25)
    assert.deepEqual(ask(), first)
  })

  test('without', () => assertSame({ ...model, params: { ...params, parts: params.parts.slice(0, 2) } }))

  test('where only some items may be recommended', () => {
    const allowed = Uint8Array.from({ length: itemCount }, (_, item) => Number(item % 3 !== 0))
    assertSame({ ...model, facts: { ...facts, allowed } })
  })

  const known = (item: number): number => item + Number(item % 7 === 0)
  const neighbours = rows(72, 3)
  const newItems = {
    items: Uint32Array.from({ length: 72 }, (_, row) => 7 * row),
    neighbours: { ...neighbours, items: neighbours.items.map(known), weights: neighbours.weights.map(Math.abs) },
  }

  test('where new items stand by their neighbours', () => assertSame({ ...model, facts: { ...facts, newItems } }))

  test('where an objective has a say', () =>
    assertSame({ ...model, facts: { ...facts, newItems, boosts: floats(itemCount) } }))
})
