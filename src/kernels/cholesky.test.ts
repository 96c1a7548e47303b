import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import {
  type DenseEquations,
  type EquationThread,
  equationScratchLength,
  factorise,
  invert,
  solve,
  strideOf,
  stripLength,
} from './cholesky.ts'
import { aloneCrew } from './crew.ts'
import { gemmWorkspaceBytes } from './kernels.ts'
import { type KernelBackend, openKernels } from './wasm-kernels.ts'

/** Rows of a symmetric matrix whose eigenvalues lie between 1 and some 40. */
function positiveRows(size: number, seed: number): number[][] {
  const random = seededRandom(seed)
  const wide = Array.from({ length: size }, () => Array.from({ length: 8 }, () => random.next() - 0.5))
  return wide.map((one, i) => wide.map((two, j) => one.reduce((sum, x, k) => sum + x * two[k]!, i === j ? 1 : 0)))
}

function openSystem(rows: number[][], backend: KernelBackend) {
  const size = rows.length
  const stride = strideOf(size)
  const { kernels, memory, arena } = openKernels({ byteCountMax: 32 * 1024 * 1024, backend })
  const matrix = arena.f32(size * stride)
  const right = arena.f32(size * stride)
  for (const [i, row] of rows.entries()) matrix.view.set(row.slice(0, i + 1), i * stride)
  const scratch = arena.f32(equationScratchLength(size)).offset
  const equations: DenseEquations = { size, stride, matrix: matrix.offset, scratch }
  const workspace = arena.bytes(gemmWorkspaceBytes)
  const thread: EquationThread = { kernels, memory, workspace, strip: arena.f32(stripLength).offset }
  return { size, stride, equations, thread, right }
}

/** Sizes below, at and beyond the borders of blocks, chunks and strips. */
const cases: readonly (readonly [number, KernelBackend])[] = [
  ...[1, 5, 127, 128, 129, 300, 530].flatMap(size => [[size, 'simd'] as const, [size, 'relaxed-simd'] as const]),
  [150, 'plain'],
]

for (const [size, backend] of cases) {
  test(`cholesky, ${size} rows, ${backend}: A times its solution is the right side`, () => {
    const rows = positiveRows(size, 1)
    const { stride, equations, thread, right } = openSystem(rows, backend)
    const columnCount = Math.min(size, 261)
    const random = seededRandom(2)
    const wanted = Array.from({ length: size }, () => Array.from({ length: columnCount }, () => random.next() - 0.5))
    for (const [i, row] of wanted.entries()) right.view.set(row, i * stride)
    factorise(aloneCrew(), thread, equations)
    solve(aloneCrew(), thread, equations, right.offset, columnCount)
    for (let i = 0; i < size; i += 7)
      for (let column = 0; column < columnCount; column += 5) {
        const product = rows[i]!.reduce((sum, value, k) => sum + value * right.view[k * stride + column]!, 0)
        assert.ok(Math.abs(product - wanted[i]![column]!) < 2e-4, `${product}, expected ${wanted[i]![column]}`)
      }
  })

  test(`cholesky, ${size} rows, ${backend}: A times its inverse is the identity`, () => {
    const rows = positiveRows(size, 3)
    const { stride, equations, thread, right } = openSystem(rows, backend)
    factorise(aloneCrew(), thread, equations)
    invert(aloneCrew(), thread, equations, right.offset)
    const inverse = (i: number, j: number): number => right.view[Math.max(i, j) * stride + Math.min(i, j)]!
    for (let i = 0; i < size; i += 7)
      for (let j = 0; j < size; j += 5) {
        const product = rows[i]!.reduce((sum, value, k) => sum + value * inverse(k, j), 0)
        assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 2e-4, `${i}, ${j}: ${product}`)
      }
  })
}

test('cholesky: a matrix that is not positive definite is refused', () => {
  const rows = [
    [1, 2],
    [2, 1],
  ]
  const { equations, thread } = openSystem(rows, 'simd')
  assert.throws(() => factorise(aloneCrew(), thread, equations), /not positive definite/)
})
