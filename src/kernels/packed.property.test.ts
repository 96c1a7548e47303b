/** Products with a packed matrix, and of columns, agree with the formula for every shape, and write nothing else. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import type { Arena } from './arena.ts'
import { finishing, gemmWorkspaceBytes, type Kernels, packedBytes } from './kernels.ts'
import { openKernels } from './wasm-kernels.ts'

const size = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.constantFrom(64, 133, 264))
const depth = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.constantFrom(64, 300, 513))
const shape = { m: size, n: size, k: depth, padding: fc.integer({ min: 0, max: 3 }), seed: fc.nat() }

interface Product {
  readonly m: number
  readonly n: number
  readonly k: number
  readonly padding: number
  readonly seed: number
}

interface Finished extends Product {
  readonly finish: number
  readonly hasBias: boolean
  readonly isTurned: boolean
  readonly isInPlace: boolean
}

const productWithPacked =
  ({ m, n, k, padding, seed, finish, hasBias, isTurned, isInPlace }: Finished) =>
  (kernels: Kernels, arena: Arena) => {
    const numbers = randomNumbers(seed)
    const a = numbers.f32(arena, m * (k + padding))
    const b = numbers.f32(arena, k * n)
    const bias = numbers.f32(arena, n)
    const c = numbers.f32(arena, m * (n + padding))
    const other = isInPlace ? c : numbers.f32(arena, m * (n + padding))
    const packed = arena.bytes(packedBytes(k, n))
    kernels.packMatrix(k, n, b.offset, isTurned ? 1 : n, isTurned ? k : 1, packed)
    kernels.multiplyPacked(
      ...([m, n, k, a.offset, k + padding, packed, hasBias ? bias.offset : 0, finish] as const),
      ...([other.offset, c.offset, n + padding, arena.bytes(gemmWorkspaceBytes)] as const),
    )
    return [a, b, bias, c, other]
  }

const finished = fc.record({
  ...shape,
  finish: fc.constantFrom(...Object.values(finishing)),
  hasBias: fc.boolean(),
  isTurned: fc.boolean(),
  isInPlace: fc.boolean(),
})

test('a product with a packed matrix agrees with one sum for each number', () => {
  // A gate that is the output itself is overwritten before the last block of the depth reads it.
  const isSound = ({ finish, isInPlace }: Finished): boolean => !isInPlace || finish === finishing.add
  fc.assert(
    fc.property(finished.filter(isSound), product => assertAgreement(productWithPacked(product), closeSums)),
    { numRuns: 100 },
  )
})

const columnProducts =
  ({ m, n, k, padding, seed, hasSums }: Product & { readonly hasSums: boolean }) =>
  (kernels: Kernels, arena: Arena) => {
    const numbers = randomNumbers(seed)
    const a = numbers.f32(arena, k * (m + padding))
    const b = numbers.f32(arena, k * (n + padding))
    const c = numbers.f32(arena, m * (n + padding))
    const sums = numbers.f32(arena, n)
    kernels.addColumnProducts(
      ...([k, m, n, a.offset, m + padding, b.offset, n + padding, c.offset, n + padding] as const),
      ...([hasSums ? sums.offset : 0, arena.bytes(gemmWorkspaceBytes)] as const),
    )
    return [a, b, c, sums]
  }

test('products of columns, and sums of columns, agree with one sum for each number', () => {
  fc.assert(
    fc.property(fc.record({ ...shape, hasSums: fc.boolean() }), product =>
      assertAgreement(columnProducts(product), closeSums),
    ),
    { numRuns: 40 },
  )
})

test('the wide module gives the bytes of the relaxed one', () => {
  const bytes = (backend: 'relaxed-simd' | 'wide-simd', m: number, n: number, k: number): readonly Uint8Array[] => {
    const { kernels, arena } = openKernels({ byteCountMax: 8 * 1024 * 1024, backend })
    const product = { m, n, k, padding: 1, seed: m, hasSums: true, hasBias: true, isTurned: true, isInPlace: false }
    const outputs = [
      ...Object.values(finishing).flatMap(finish => productWithPacked({ ...product, finish })(kernels, arena)),
      ...columnProducts(product)(kernels, arena),
    ]
    return outputs.map(({ view }) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice())
  }
  for (const [m, n, k] of [
    [1, 1, 1],
    [37, 41, 300],
    [130, 64, 257],
  ] as const) {
    assert.deepEqual(bytes('wide-simd', m, n, k), bytes('relaxed-simd', m, n, k))
  }
})
