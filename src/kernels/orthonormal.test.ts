import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { aloneCrew } from './crew.ts'
import { gemmWorkspaceBytes } from './kernels.ts'
import { orthonormalise, tallScratchLength } from './orthonormal.ts'
import { openKernels } from './wasm-kernels.ts'

function orthonormalOf(rows: number[][]): number[][] {
  const [rowCount, width] = [rows.length, rows[0]!.length]
  const { kernels, memory, arena } = openKernels({ byteCountMax: 16 * 1024 * 1024 })
  const [from, to] = [arena.f32(rowCount * width), arena.f32(rowCount * width)]
  from.view.set(rows.flat())
  const scratch = arena.f32(tallScratchLength(rowCount, width)).offset
  const thread = { kernels, memory, workspace: arena.bytes(gemmWorkspaceBytes) }
  const matrix = { rowCount, width, scratch }
  orthonormalise(aloneCrew(), thread, { ...matrix, at: from.offset }, to.offset)
  orthonormalise(aloneCrew(), thread, { ...matrix, at: to.offset }, from.offset)
  return rows.map((_, row) => [...from.view.subarray(row * width, (row + 1) * width)])
}

const productsOf = (rows: number[][]): number[][] =>
  rows[0]!.map((_, i) => rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)))

for (const [rowCount, width] of [
  [1, 4],
  [50, 12],
  [5000, 20],
] as const) {
  test(`orthonormal: ${rowCount} × ${width}: columns have length 1 and nothing in common, or are zero`, () => {
    const random = seededRandom(1)
    const rows = Array.from({ length: rowCount }, () => Array.from({ length: width }, () => random.next() - 0.3))
    for (const [i, line] of productsOf(orthonormalOf(rows)).entries())
      for (const [j, product] of line.entries()) {
        const wanted = i === j && i < rowCount ? 1 : 0
        assert.ok(Math.abs(product - wanted) < 1e-5, `${i}, ${j}: ${product}`)
      }
  })
}

test('orthonormal: a column that is a sum of others becomes zero, and the others span the same', () => {
  const random = seededRandom(2)
  const rows = Array.from({ length: 40 }, () => {
    const [one, two] = [random.next(), random.next()]
    return [one, two, one + two, random.next()]
  })
  const result = orthonormalOf(rows)
  assert.deepEqual(
    productsOf(result).map((line, i) => Math.round(line[i]!)),
    [1, 1, 0, 1],
  )
  for (const row of result) assert.equal(row[2], 0)
})
