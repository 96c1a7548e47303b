import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SituationLifts } from '../algorithms/situation-lifts/params.ts'
import { encodeIds } from '../artifacts/id-table.ts'
import { type Situation, SituationFeatures } from './situation-features.ts'

const lifts: SituationLifts = {
  columns: [
    { name: 'DEVICE', source: 'context', kind: 'category', borders: [], firstFeature: 0 },
    { name: 'HOUR', source: 'context', kind: 'number', borders: [8, 20], firstFeature: 2 },
    { name: 'HOBBIES', source: 'user', kind: 'category', borders: [], firstFeature: 5 },
  ],
  names: encodeIds(['000:phone', '000:tv|bed', '001:0', '001:1', '001:2', '002:chess', '002:tea']),
  weights: { warm: [1, 0, 0], cold: [0, 0, 2], own: [0.5, 0, 0] },
  rows: {
    offsets: Uint32Array.of(0, 1, 1, 1, 1, 1, 2, 2),
    items: Uint32Array.of(3, 1),
    weights: Float32Array.of(0.25, 0.75),
  },
}
const features = new SituationFeatures(lifts)
const of = (situation: Situation): readonly number[] => Array.from(features.of(situation))

test('keys in any case; a context is one value, a cell of a user may be several', () => {
  assert.deepEqual(of({ context: { device: 'phone', Hour: '8.5' } }), [0, 3])
  assert.deepEqual(of({ context: { DEVICE: 'tv|bed', HOUR: '-3' } }), [1, 2])
  const cells: Readonly<Record<string, string | readonly string[]>> = { HOBBIES: ['tea', 'golf', 'chess'] }
  assert.deepEqual(of({ userCell: column => cells[column] ?? null }), [6, 5])
})

test('what the model has never seen has no feature', () => {
  assert.deepEqual(of({}), [])
  assert.deepEqual(of({ context: { DEVICE: 'fridge', HOUR: 'noon', WEATHER: 'rain' } }), [])
  assert.deepEqual(of({ context: { HOBBIES: 'tea' } }), [], 'a context is no record of a user')
})

function liftsOf(situation: Situation, history: readonly number[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>()
  features.each(situation, history, (item, lift) => sums.set(item, (sums.get(item) ?? 0) + lift))
  return sums
}

test('other weights for strangers; habits only where the past is known', () => {
  const userCell = () => 'chess'
  assert.deepEqual([...liftsOf({ context: { DEVICE: 'phone' }, userCell }, [])], [[1, 1.5]])
  assert.deepEqual([...liftsOf({ context: { DEVICE: 'phone' }, userCell }, [4, 5])], [[3, 0.25]])
  const pastCell = (at: number) => (at === 0 ? 'phone' : 'tv')
  const own = liftsOf({ context: { DEVICE: 'phone' }, pastCell }, [4, 5])
  assert.ok(own.get(4)! > 0 && own.get(5)! < 0)
  assert.deepEqual([...liftsOf({ context: { DEVICE: 'fridge' }, pastCell }, [4, 5])], [], 'never met before')
})
