/** The 100 best of many rows of 64: 8-bit codes with the candidates computed in f32, and the full pass in f32. */

import assert from 'node:assert/strict'
import { RowSearch, searchBytes } from '../../src/kernels/nearest-rows.ts'
import { topItems } from '../../src/kernels/top-items.ts'
import { openKernels } from '../../src/kernels/wasm-kernels.ts'
import { numbers } from './kernel-case.ts'

const width = 64
const count = 100

function bestOf(roundCount: number, call: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < roundCount; round++) {
    const start = performance.now()
    call()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Cells of one line; both ways must find the same rows. */
export function searchRow(rowCount: number, roundCount: number): (string | number)[] {
  const bytes = 4 * rowCount * (width + 2) + searchBytes(rowCount, width, count) + 8192
  const space = openKernels({ byteCountMax: bytes })
  const { kernels, arena } = space
  const table = numbers(arena, rowCount * width)
  const query = arena.f32(width)
  for (let k = 0; k < width; k++) query.view[k] = Math.sin(7 * k)
  const [rows, scores] = [arena.u32(rowCount), arena.f32(rowCount)]
  for (let row = 0; row < rowCount; row++) rows.view[row] = row
  const inFloats = () => {
    kernels.gatherDots(rowCount, width, table.offset, rows.offset, query.offset, scores.offset)
    return topItems(scores.view, rows.view, count)
  }
  const search = new RowSearch(space, table, width, count)
  const { rows: found, candidateCount } = search.nearest(query.view, count)
  assert.deepEqual(found, inFloats())
  const codes = bestOf(roundCount, () => search.nearest(query.view, count))
  const floats = bestOf(roundCount, inFloats)
  return [rowCount, codes.toFixed(2), floats.toFixed(2), `${(floats / codes).toFixed(1)}×`, candidateCount]
}
