/**
 * Products of item vectors with those of all candidates, a block of items at a time in the kernels' memory, standardised
 * over the candidates so that products of different vectors can be added up.
 */

import { gemmWorkspaceBytes } from '../../kernels/kernels.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import type { ItemVectors } from '../item-vectors/interaction-vectors.ts'

export const blockLength = 64

interface Placed {
  readonly dimension: number
  readonly queries: number
  readonly candidates: number
  readonly source: Float32Array
}

export class Similarities {
  readonly #space: KernelSpace
  readonly #workspace: number
  readonly #candidates: Uint32Array
  readonly #parts: readonly Placed[]
  readonly #scores: { readonly offset: number; readonly view: Float32Array }
  readonly #total: { readonly offset: number; readonly view: Float32Array }

  constructor(vectors: readonly ItemVectors[], candidates: Uint32Array) {
    const width = vectors.reduce((sum, { dimension }) => sum + dimension, 0)
    const numbers = width * (candidates.length + blockLength) + 2 * blockLength * candidates.length
    this.#space = openKernels({ byteCountMax: 4 * numbers + gemmWorkspaceBytes + 64 * 1024 })
    const { arena } = this.#space
    this.#workspace = arena.bytes(gemmWorkspaceBytes)
    this.#candidates = candidates
    this.#parts = vectors.map(({ dimension, values }) => {
      const rows = arena.f32(candidates.length * dimension)
      copyRows(values, dimension, candidates, rows.view)
      const queries = arena.f32(blockLength * dimension).offset
      return { dimension, queries, candidates: rows.offset, source: values }
    })
    this.#scores = arena.f32(blockLength * candidates.length)
    this.#total = arena.f32(blockLength * candidates.length)
  }

  /** Starts a block: every sum is 0. */
  clear(): void {
    this.#total.view.fill(0)
  }

  /** Adds weights[i] · standardised products of a part's vectors to the row of items[i]. */
  addProducts(part: number, items: Uint32Array, weights: readonly number[]): void {
    const { dimension, queries, candidates, source } = this.#parts[part]!
    const { kernels, memory } = this.#space
    copyRows(source, dimension, items, new Float32Array(memory.buffer, queries, items.length * dimension))
    const count = this.#candidates.length
    const out = this.#scores.offset
    const [rows, workspace] = [items.length, this.#workspace]
    // biome-ignore format: the arguments as the interface groups them
    kernels.gemm(rows, count, dimension, queries, dimension, 1, candidates, 1, dimension, out, count, 0, workspace)
    this.#addStandardised(weights)
  }

  /** Adds weights[i] · standardised scores that `fill` writes, row by row over the candidates, to the rows. */
  addScores(fill: (row: number, scores: Float32Array) => void, weights: readonly number[]): void {
    for (let row = 0; row < weights.length; row++) fill(row, this.#rowOf(this.#scores.view, row))
    this.#addStandardised(weights)
  }

  /** Sums of one row of the block. */
  row(row: number): Float32Array {
    return this.#rowOf(this.#total.view, row)
  }

  #addStandardised(weights: readonly number[]): void {
    const { kernels } = this.#space
    const rowCount = weights.length
    const count = this.#candidates.length
    kernels.standardiseRows(rowCount, count, this.#scores.offset, count)
    for (let row = 0; row < rowCount; row++) {
      const at = row * count * Float32Array.BYTES_PER_ELEMENT
      kernels.axpy(count, weights[row]!, this.#scores.offset + at, this.#total.offset + at)
    }
  }

  #rowOf(view: Float32Array, row: number): Float32Array {
    return view.subarray(row * this.#candidates.length, (row + 1) * this.#candidates.length)
  }
}

function copyRows(from: Float32Array, width: number, rows: Uint32Array, to: Float32Array): void {
  for (const [at, row] of rows.entries()) to.set(from.subarray(row * width, (row + 1) * width), at * width)
}
