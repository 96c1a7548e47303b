/**
 * The rows of a table with the greatest products with a query, exactly, at an eighth of the memory traffic: 4-bit codes rule
 * out all rows whose upper bound stays below the worst of the best so far, and what is left is computed in f32. Longest rows
 * come first, and chunks of rows that are too short for any direction to help are passed over. The bounds hold for every
 * table and query, so no row is missed; what they cost is more rows computed where a row's numbers differ widely in size.
 * Ties go to the smaller row. `nearest` searches alone, `nearest-rows-team.ts` with threads.
 */

import type { Block } from './arena.ts'
import { aloneCrew } from './crew.ts'
import { orderOf } from './falling-order.ts'
import { blockedPlaces } from './half-byte-codes.ts'
import { chunkPlaces, type NearestRowsLayout, nearestRowsPart, type Wanted } from './nearest-rows-part.ts'
import { layQuery, queryBytes, queryWidthMax } from './nearest-rows-query.ts'
import type { KernelSpace } from './wasm-kernels.ts'

export interface NearestRows {
  /** Row indices, best first. */
  readonly rows: Uint32Array<ArrayBuffer>
  readonly scores: Float32Array<ArrayBuffer>
  /** How many rows their codes did not rule out at once. */
  readonly candidateCount: number
}

export interface NearestRowsOptions {
  /** A multiple of 4, up to 2048. */
  readonly width: number
  /** The most rows that are asked for at a time. */
  readonly countMax: number
  /** How many search together; 1 if absent. */
  readonly threadCount?: number
}

const lineBytes = 64

/** Bytes of codes, order and workspace for a table; pages of candidates that are never written cost nothing. */
export function searchBytes(rowCount: number, { width, countMax, threadCount = 1 }: NearestRowsOptions): number {
  const places = blockedPlaces(rowCount)
  const perThread = 8 * (places + countMax) + 2 * lineBytes
  return (
    places * (width / 2 + 8) + 4 * chunkCountOf(places) + queryBytes(width) + threadCount * perThread + 8 * lineBytes
  )
}

const chunkCountOf = (places: number): number => Math.ceil(places / chunkPlaces)

export class RowSearch {
  readonly layout: NearestRowsLayout
  readonly #space: KernelSpace

  /** The table is in the memory of `space`, rows end to end. Takes `searchBytes`. */
  constructor(space: KernelSpace, table: Block<Float32Array>, options: NearestRowsOptions) {
    const { width, countMax, threadCount = 1 } = options
    if (width > queryWidthMax) throw new RangeError(`rows of ${width} numbers; ${queryWidthMax} at most`)
    this.#space = space
    const { arena } = space
    const places = blockedPlaces(table.view.length / width)
    const [codes, query] = [arena.bytes((places * width) / 2), arena.bytes(queryBytes(width))]
    const [spans, order] = [arena.u32(places), arena.u32(places)]
    const chunkLengths = arena.f32(chunkCountOf(places))
    const threads = Array.from({ length: threadCount }, () => ({
      heap: arena.bytes(8 * countMax),
      candidates: arena.bytes(8 * places),
    }))
    const at = { codes, spans: spans.offset, order: order.offset, chunkLengths: chunkLengths.offset, query }
    this.layout = { width, countMax, places, table: table.offset, ...at, threads }
    lay(space, this.layout, { table: table.view, order: order.view, chunkLengths: chunkLengths.view })
  }

  /** `allowed`: byte offset of a bit set over rows (u32 words), or 0 for all. */
  nearest(query: Float32Array, count: number, allowed = 0): NearestRows {
    const wanted = this.ask(query, count, allowed)
    return this.answer(wanted, [nearestRowsPart(aloneCrew(), this.#space, this.layout, wanted)])
  }

  /** Lays a query out for whoever searches. */
  ask(query: Float32Array, count: number, allowed: number): Wanted {
    const { width, countMax } = this.layout
    const queryLength = layQuery(query, width, this.#space.memory.buffer, this.layout.query)
    return { count: Math.min(count, countMax), queryLength, allowed }
  }

  /** The best of what threads have found, each with so many candidates. */
  answer({ count }: Wanted, candidateCounts: readonly number[]): NearestRows {
    const { buffer } = this.#space.memory
    const found = this.layout.threads.slice(0, candidateCounts.length).flatMap(({ heap }) => {
      const [scores, rows] = [new Float32Array(buffer, heap, 2 * count), new Uint32Array(buffer, heap, 2 * count)]
      return Array.from({ length: count }, (_, place) => ({ score: scores[2 * place]!, row: rows[2 * place + 1]! }))
    })
    const best = found
      .filter(({ row }) => row !== nobody)
      .sort((one, other) => other.score - one.score || one.row - other.row)
      .slice(0, count)
    return {
      rows: Uint32Array.from(best, ({ row }) => row),
      scores: Float32Array.from(best, ({ score }) => score),
      candidateCount: candidateCounts.reduce((sum, own) => sum + own, 0),
    }
  }
}

const nobody = 0xffffffff

interface Views {
  readonly table: Float32Array
  readonly order: Uint32Array
  readonly chunkLengths: Float32Array
}

/** Longest rows first, then codes in that order. */
function lay({ kernels }: KernelSpace, layout: NearestRowsLayout, { table, order, chunkLengths }: Views): void {
  const { width } = layout
  const squares = new Float32Array(table.length / width)
  for (let row = 0; row < squares.length; row++) squares[row] = squareOf(table, row * width, width)
  order.fill(nobody).set(orderOf(squares))
  // A square is off by less than width · 2^-24 of itself, and by what is below the least f32.
  const rounding = 1 + width * 2 ** -22
  for (let chunk = 0; chunk < chunkLengths.length; chunk++) {
    const longest = squares[order[chunk * chunkPlaces]!]!
    chunkLengths[chunk] = rounding * Math.sqrt(longest) + 1e-19
  }
  // By chunks, since the engine changes to its better code between calls only.
  for (let from = 0; from < squares.length; from += chunkPlaces) {
    const at = [layout.order + 4 * from, layout.codes + (from * width) / 2, layout.spans + 4 * from] as const
    kernels.codeRows(Math.min(chunkPlaces, squares.length - from), width, layout.table, ...at)
  }
}

function squareOf(table: Float32Array, from: number, width: number): number {
  let sum = 0
  for (let at = from; at < from + width; at++) sum += table[at]! * table[at]!
  return sum
}
