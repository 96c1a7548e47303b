/** What the closed forms and the factorisation are made of: sparse products, least squares, a factor and its inverse. */

import { seededRandom } from '../../src/base/random.ts'
import type { Arena } from '../../src/kernels/arena.ts'
import {
  type EquationThread,
  equationScratchLength,
  factorise,
  invert,
  strideOf,
  stripLength,
} from '../../src/kernels/cholesky.ts'
import { aloneCrew } from '../../src/kernels/crew.ts'
import { gemmWorkspaceBytes, type Kernels, leastSquaresWorkspaceBytes } from '../../src/kernels/kernels.ts'
import { type KernelCase, numbers } from './kernel-case.ts'

const userCount = 6040
const itemCount = 3706

/** Users × items of ml-1m's size, popular items more often; by row and by column. */
function sparseSides(arena: Arena, cellCount: number) {
  const random = seededRandom(3)
  const users = Array.from({ length: userCount }, () => new Set<number>())
  for (let cell = 0; cell < cellCount; cell++)
    users[random.below(userCount)]!.add(Math.floor(itemCount * random.next() ** 2))
  const items = Array.from({ length: itemCount }, () => new Set<number>())
  for (const [user, own] of users.entries()) for (const item of own) items[item]!.add(user)
  return { users: placed(arena, users), items: placed(arena, items) }
}

function placed(arena: Arena, rows: readonly Set<number>[]) {
  const cells = rows.flatMap(row => [...row].sort((a, b) => a - b))
  const [offsets, columns, values] = [arena.u32(rows.length + 1), arena.u32(cells.length), arena.f32(cells.length)]
  offsets.view[0] = 0
  for (const [row, own] of rows.entries()) offsets.view[row + 1] = offsets.view[row]! + own.size
  columns.view.set(cells)
  values.view.fill(1)
  const lengths = rows.map(row => row.size)
  return { offsets: offsets.offset, columns: columns.offset, values: values.offset, lengths, cellCount: cells.length }
}

const cellCount = 1_000_000
/** Some cells are drawn twice. */
const distinctCount = 950_000

const table: KernelCase = {
  kernel: 'sparseTimesTable',
  size: '1 M cells × 64',
  amount: 2 * 64 * distinctCount,
  unit: 'GFLOP/s',
  setUp(kernels, arena) {
    const { offsets, columns, values } = sparseSides(arena, cellCount).users
    const [from, out] = [numbers(arena, itemCount * 64).offset, arena.f32(userCount * 64).offset]
    return () => kernels.sparseTimesTable(0, userCount, 64, offsets, columns, values, from, out)
  },
}

const gram: KernelCase = {
  kernel: 'sparseGram',
  size: '1 M cells, 3706²',
  // Pairs of items of a user, each once.
  amount: (userCount * (distinctCount / userCount) ** 2) / 2,
  unit: 'M/s',
  setUp(kernels, arena) {
    const { users, items } = sparseSides(arena, cellCount)
    const out = arena.f32(itemCount * itemCount).offset
    return () =>
      kernels.sparseGram(
        ...[0, itemCount, users.offsets, users.columns, users.values],
        ...([items.offsets, items.columns, items.values, out, itemCount] as const),
      )
  },
}

const squares: KernelCase = {
  kernel: 'leastSquaresRows',
  size: '1 M cells, 64 wide, 3 steps',
  // Four products with every cell, three sums of them, four products with the Gram matrix.
  amount: 2 * 7 * 64 * distinctCount + 4 * 2 * 64 * 64 * userCount,
  unit: 'GFLOP/s',
  setUp(kernels, arena) {
    const { offsets, columns, values } = sparseSides(arena, cellCount).users
    const other = numbers(arena, itemCount * 64).offset
    const [square, ridges, x] = [arena.f32(64 * 64), arena.f32(userCount), arena.f32(userCount * 64)]
    for (let k = 0; k < 64; k++) square.view[k * 65] = 10
    ridges.view.fill(1)
    const workspace = arena.bytes(leastSquaresWorkspaceBytes(64))
    return () => {
      x.view.fill(0)
      kernels.leastSquaresRows(
        ...[0, userCount, 64, offsets, columns, values, other],
        ...([square.offset, ridges.offset, 3, x.offset, workspace] as const),
      )
    }
  },
}

/** n³/3 operations for the factor, 2 n³/3 for the inverse. */
const dense = (size: number): KernelCase => ({
  kernel: 'cholesky, inverse',
  size: `${size}`,
  amount: size ** 3,
  unit: 'GFLOP/s',
  setUp: (kernels, arena) => inversion(kernels, arena, size),
})

function inversion(kernels: Kernels, arena: Arena, size: number): () => void {
  const stride = strideOf(size)
  const [matrix, inverse] = [arena.f32(size * stride), arena.f32(size * stride)]
  const scratch = arena.f32(equationScratchLength(size)).offset
  const workspace = arena.bytes(gemmWorkspaceBytes)
  const thread: EquationThread = { kernels, memory: arena.memory, workspace, strip: arena.f32(stripLength).offset }
  return () => {
    matrix.view.fill(0.5)
    for (let row = 0; row < size; row++) matrix.view[row * stride + row] = size
    const equations = { size, stride, matrix: matrix.offset, scratch }
    factorise(aloneCrew(), thread, equations)
    invert(aloneCrew(), thread, equations, inverse.offset)
  }
}

export const solverCases: readonly KernelCase[] = [table, gram, squares, dense(256), dense(1024)]
