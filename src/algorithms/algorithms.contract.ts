/**
 * Laws of every algorithm: the same data give the same bytes, a refit equals a fresh fit, empty and tiny data do not
 * break it, and a planted pattern is found. An algorithm's test calls `algorithmContract` with a line about itself.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import type { Histories } from './histories.ts'

export interface AlgorithmUnderTest<Params> {
  readonly name: string
  /** Those that work in threads answer later. */
  fit(histories: Histories): Params | Promise<Params>
  /** Item indices, best first. */
  recommend(params: Params, history: Uint32Array, count: number): ArrayLike<number>
  /** Whether it can learn that one item follows another; popularity cannot. */
  readonly learnsSuccessors: boolean
}

export function historiesOf(rows: readonly (readonly number[])[], itemCount: number): Histories {
  const offsets = new Uint32Array(rows.length + 1)
  for (const [user, row] of rows.entries()) offsets[user + 1] = offsets[user]! + row.length
  const items = Uint32Array.from(rows.flat())
  return { userCount: rows.length, itemCount, offsets, items, times: Float64Array.from(items, (_, at) => at) }
}

/** 12 items in a ring; every user walks forward from a random place, with some noise. */
export function ringHistories(userCount: number, seed: number): Histories {
  const random = seededRandom(seed)
  const rows = Array.from({ length: userCount }, () => {
    const start = random.below(12)
    return Array.from({ length: 6 }, (_, step) => (random.next() < 0.1 ? random.below(12) : (start + step) % 12))
  })
  return historiesOf(rows, 12)
}

export function algorithmContract<Params>(algorithm: AlgorithmUnderTest<Params>): void {
  const { name, fit, recommend } = algorithm

  test(`${name}: the same data give the same parameters, before and after other data`, async () => {
    const data = ringHistories(200, 1)
    const first = await fit(data)
    await fit(ringHistories(50, 2))
    assert.deepEqual(await fit(data), first)
  })

  test(`${name}: data are not changed by a fit`, async () => {
    const data = ringHistories(50, 3)
    const before = structuredClone(data)
    await fit(data)
    assert.deepEqual(data, before)
  })

  test(`${name}: no users, a user without items, a single user and a single item survive`, async () => {
    for (const data of [historiesOf([], 0), historiesOf([[]], 3), historiesOf([[0, 1, 2]], 3), historiesOf([[0]], 1)]) {
      const params = await fit(data)
      const list = Array.from(recommend(params, data.items.subarray(0, 1), 25))
      assert.ok(list.length <= data.itemCount)
      assert.equal(new Set(list).size, list.length)
      for (const item of list) assert.ok(item < data.itemCount)
      recommend(params, new Uint32Array(0), 25)
    }
  })

  if (!algorithm.learnsSuccessors) return
  test(`${name}: a planted successor is among the first`, async () => {
    const params = await fit(ringHistories(400, 4))
    for (let item = 0; item < 12; item++) {
      const first = Array.from(recommend(params, Uint32Array.of(item), 3))
      assert.ok(first.includes((item + 1) % 12), `${(item + 1) % 12} after ${item}, not ${first}`)
    }
  })
}
