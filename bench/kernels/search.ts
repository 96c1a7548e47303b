/**
 * The 100 best of many rows of 64: 4-bit codes with what is left computed in f32, by one thread and by two, and the full pass
 * in f32. Rows of noise rule out nothing by their length; rows as a training leaves them differ in length and lie in groups.
 */

import assert from 'node:assert/strict'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { RowSearch, searchBytes } from '../../src/kernels/nearest-rows.ts'
import { openNearestRowsTeam } from '../../src/kernels/nearest-rows-team.ts'
import { topItems } from '../../src/kernels/top-items.ts'
import { openKernels } from '../../src/kernels/wasm-kernels.ts'

const width = 64
const count = 100
const threadCount = 2

type Rows = 'noise' | 'as trained'

async function bestOf(roundCount: number, call: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < roundCount; round++) {
    const start = performance.now()
    await call()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Gaussian, by the sum of three. */
const noise = (random: Random): number => 2 * (random.next() + random.next() + random.next()) - 3

const groupCount = 500

/** Directions of which the first have more to say, groups of items around them, few long rows and many short ones. */
function fillAsTrained(rows: Float32Array, query: Float32Array, random: Random): void {
  const spread = Float32Array.from({ length: width }, (_, k) => (1 + k) ** -0.4)
  const centres = Array.from({ length: groupCount }, () => spread.map(own => own * noise(random)))
  for (let from = 0; from < rows.length; from += width) {
    const centre = centres[random.below(groupCount)]!
    const length = Math.exp(0.4 * noise(random))
    for (let k = 0; k < width; k++) rows[from + k] = length * (centre[k]! + 0.7 * spread[k]! * noise(random))
  }
  for (let k = 0; k < width; k++) query[k] = centres[0]![k]! + 0.7 * spread[k]! * noise(random)
}

/** Cells of one line; all ways must find the same rows. */
export async function searchRow(kind: Rows, rowCount: number, roundCount: number): Promise<(string | number)[]> {
  const options = { width, countMax: count, threadCount }
  const space = openKernels({ byteCountMax: 4 * rowCount * (width + 2) + searchBytes(rowCount, options) + 8192 })
  const { kernels, arena } = space
  const [table, query] = [arena.f32(rowCount * width), arena.f32(width)]
  const random = seededRandom(1)
  if (kind === 'as trained') fillAsTrained(table.view, query.view, random)
  else for (const { view } of [table, query]) for (let at = 0; at < view.length; at++) view[at] = noise(random)
  const [rows, scores] = [arena.u32(rowCount), arena.f32(rowCount)]
  for (let row = 0; row < rowCount; row++) rows.view[row] = row
  const inFloats = () => {
    kernels.gatherDots(rowCount, width, table.offset, rows.offset, query.offset, scores.offset)
    return topItems(scores.view, rows.view, count)
  }
  const search = new RowSearch(space, table, options)
  const team = await openNearestRowsTeam(search, space.memory)
  try {
    assert.deepEqual(search.nearest(query.view, count).rows, inFloats())
    assert.deepEqual((await team.nearest(query.view, count)).rows, inFloats())
    const alone = await bestOf(roundCount, () => search.nearest(query.view, count))
    const together = await bestOf(roundCount, () => team.nearest(query.view, count))
    const floats = await bestOf(roundCount, inFloats)
    return [kind, rowCount, ...[alone, together, floats].map(ms => ms.toFixed(2)), `${(floats / alone).toFixed(1)}×`]
  } finally {
    await team.close()
  }
}
