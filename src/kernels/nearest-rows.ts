/**
 * The rows of a table with the greatest products with a query, exactly, in a fraction of the memory traffic: 8-bit codes
 * rule out all rows but those whose upper bound reaches the count-th greatest lower bound, and these are computed in f32.
 * The bounds hold for every table and query, so no row is missed; what they cost is more candidates where a row's numbers
 * differ widely in size. Ties go to the smaller row.
 */

import type { Block } from './arena.ts'
import { quantiseQuery } from './query-codes.ts'
import { topItems } from './top-items.ts'
import type { KernelSpace } from './wasm-kernels.ts'

export interface NearestRows {
  /** Row indices, best first. */
  readonly rows: Uint32Array<ArrayBuffer>
  readonly scores: Float32Array<ArrayBuffer>
  /** How many rows were computed in f32. */
  readonly candidateCount: number
}

/** Bytes of codes, scales, candidates and workspace for a table. */
export const searchBytes = (rowCount: number, width: number, countMax: number): number =>
  rowCount * (width + 4 * 4) + 4 * countMax + 6 * width + 64 * 8

export class RowSearch {
  readonly #space: KernelSpace
  readonly #rowCount: number
  readonly #width: number
  readonly #table: Block<Float32Array>
  readonly #codes: Block<Int8Array>
  readonly #scales: Block<Float32Array>
  readonly #query: Block<Float32Array>
  readonly #queryCodes: Block<Int16Array>
  readonly #heap: Block<Float32Array>
  readonly #candidates: Block<Uint32Array>
  readonly #bounds: Block<Float32Array>

  /** The table is in the memory of `space`, rows end to end; `width` is a multiple of 16. Takes `searchBytes`. */
  constructor(space: KernelSpace, table: Block<Float32Array>, width: number, countMax: number) {
    const { arena, kernels } = space
    this.#space = space
    this.#width = width
    this.#table = table
    this.#rowCount = table.view.length / width
    this.#codes = arena.i8(table.view.length)
    // Four scales are read at a time.
    this.#scales = arena.f32(this.#rowCount + 3)
    this.#query = arena.f32(width)
    this.#queryCodes = arena.i16(width)
    this.#heap = arena.f32(countMax)
    this.#candidates = arena.u32(this.#rowCount)
    this.#bounds = arena.f32(this.#rowCount)
    kernels.quantiseRows(this.#rowCount, width, table.offset, this.#codes.offset, this.#scales.offset)
  }

  /** `allowed`: byte offset of a bit set over rows (u32 words), or 0 for all. */
  nearest(query: Float32Array, count: number, allowed = 0): NearestRows {
    const wanted = Math.min(count, this.#heap.view.length)
    this.#query.view.set(query)
    const { factor, margin } = quantiseQuery(query, this.#queryCodes.view)
    const candidateCount = this.#space.kernels.screenRows(
      ...([this.#rowCount, this.#width, this.#codes.offset, this.#scales.offset] as const),
      ...([this.#queryCodes.offset, factor, margin, allowed, wanted] as const),
      ...([this.#heap.offset, this.#candidates.offset, this.#bounds.offset] as const),
    )
    return this.#rescored(candidateCount, wanted)
  }

  /** Candidates come in the order of the rows, so that ties of places are ties of rows. */
  #rescored(candidateCount: number, wanted: number): NearestRows {
    const { kernels } = this.#space
    const scores = this.#bounds.view.subarray(0, candidateCount)
    kernels.gatherDots(
      ...([candidateCount, this.#width, this.#table.offset, this.#candidates.offset] as const),
      ...([this.#query.offset, this.#bounds.offset] as const),
    )
    const places = topItems(
      scores,
      Uint32Array.from({ length: candidateCount }, (_, place) => place),
      wanted,
    )
    return {
      rows: places.map(place => this.#candidates.view[place]!),
      scores: Float32Array.from(places, place => scores[place]!),
      candidateCount,
    }
  }
}
