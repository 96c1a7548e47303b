/**
 * Scores by 7-bit codes of all items of a chunk, with what each may be off by, for those chunks that somebody asks for: of each,
 * what its items may reach is known beforehand (`chunk-reach.ts`). Items lie by place.
 */

import type { Block } from '../../../kernels/arena.ts'
import type { KernelSpace } from '../../../kernels/wasm-kernels.ts'
import { chunkCountOf, chunkLength, reachedBy } from '../prepared/chunk-reach.ts'
import { listLengthMax } from '../prepared/list-length.ts'
import type { CodedVectors, PlacedStanding } from '../prepared/prepare.ts'
import { rowSlack } from '../prepared/vector-table.ts'
import type { AskedTable } from './asked-tables.ts'
import type { HistoryScores } from './history-scores.ts'
import { PlacesByChunk } from './places-by-chunk.ts'

export class ChunkScores {
  readonly scores: Block<Float32Array>
  readonly slacks: Block<Float32Array>
  /** What items may reach. */
  readonly bounds: Float64Array
  /** The most that log Σ e^score may be. */
  readonly massBounds: Float64Array
  /** Of chunks that are scored: the highest, and the sum of e^(score - highest). */
  readonly highest: Float64Array
  readonly masses: Float64Array
  readonly #of: HistoryScores
  readonly #space: KernelSpace
  readonly #vectors: CodedVectors
  readonly #itemAt: Uint32Array
  readonly #isScored: Uint8Array
  readonly #newItems: PlacesByChunk
  /** Places of items that are scored elsewhere. */
  readonly #leftOut: PlacesByChunk
  /** Whether what the history adds to single items is added here. */
  #hasAmounts = false
  #standing: PlacedStanding
  #asked: readonly AskedTable[] = []

  constructor(of: HistoryScores, space: KernelSpace, vectors: CodedVectors) {
    const { memory, order, placeOf } = vectors
    this.#of = of
    this.#space = space
    this.#vectors = vectors
    this.#standing = vectors.base
    this.#itemAt = new Uint32Array(memory.buffer, order, of.itemCount)
    this.scores = space.arena.f32(of.itemCount + rowSlack)
    this.slacks = space.arena.f32(of.itemCount + rowSlack)
    const chunkCount = chunkCountOf(of.itemCount)
    this.bounds = new Float64Array(chunkCount)
    this.massBounds = new Float64Array(chunkCount)
    this.highest = new Float64Array(chunkCount)
    this.masses = new Float64Array(chunkCount)
    this.#isScored = new Uint8Array(chunkCount)
    this.#leftOut = new PlacesByChunk(of.itemCount, listLengthMax(of.itemCount))
    const newItems = of.facts?.newItems ?? new Uint32Array(0)
    this.#newItems = new PlacesByChunk(of.itemCount, newItems.length)
    const places = new Uint32Array(memory.buffer, placeOf, of.itemCount)
    this.#newItems.set(newItems.map(item => places[item]!))
  }

  get count(): number {
    return this.bounds.length
  }

  /** Of the items of a chunk, the places. */
  rangeOf(chunk: number): { readonly from: number; readonly to: number } {
    return { from: chunk * chunkLength, to: Math.min((chunk + 1) * chunkLength, this.#of.itemCount) }
  }

  /** A new history. `leftOut`: places of all items that it touches, which are scored elsewhere; absent: here. */
  begin(asked: readonly AskedTable[], standing: PlacedStanding, leftOut: Uint32Array | undefined): void {
    this.#asked = asked
    this.#standing = standing
    this.#isScored.fill(0)
    this.#leftOut.set(leftOut ?? new Uint32Array(0))
    this.#hasAmounts = leftOut === undefined
    const added = reachedBy(this.#vectors.reach, asked, this.#of.facts?.deviation ?? 0, this.count)
    // Where the history adds something to nearly all chunks, none can be passed over.
    const more = this.#hasAmounts ? Number.POSITIVE_INFINITY : 0
    for (let chunk = 0; chunk < this.count; chunk++) {
      this.bounds[chunk] = standing.reach.highest[chunk]! + added[chunk]! + more
      this.massBounds[chunk] = standing.reach.logMass[chunk]! + added[chunk]! + more
    }
  }

  isScored(chunk: number): boolean {
    return this.#isScored[chunk] === 1
  }

  score(chunk: number): void {
    if (this.isScored(chunk)) return
    this.#isScored[chunk] = 1
    const { from, to } = this.rangeOf(chunk)
    this.#begin(chunk, from, to)
    this.#addProducts(from, to - from)
    const { kernels } = this.#space
    const at = this.scores.offset + 4 * from
    const highest = kernels.highest(to - from, at)
    this.highest[chunk] = highest
    this.masses[chunk] = highest > Number.NEGATIVE_INFINITY ? kernels.exponentialSum(to - from, at, highest) : 0
  }

  /** All that no vector has a say in. */
  #begin(chunk: number, from: number, to: number): void {
    const scores = this.scores.view
    scores.set(new Float32Array(this.#space.memory.buffer, this.#standing.scores + 4 * from, to - from), from)
    const { facts, overlay } = this.#of
    if (this.#hasAmounts) {
      const [itemAt, { amounts }] = [this.#itemAt, overlay]
      for (let place = from; place < to; place++) scores[place]! += amounts[itemAt[place]!]!
    }
    if (facts) {
      const places = this.#newItems.of(chunk)
      for (let at = 0; at < places.length; at++) scores[places[at]!]! -= facts.heldBack
    }
    const places = this.#leftOut.of(chunk)
    for (let at = 0; at < places.length; at++) scores[places[at]!] = Number.NEGATIVE_INFINITY
  }

  #addProducts(from: number, count: number): void {
    const { kernels } = this.#space
    const [scores, slacks] = [this.scores.offset + 4 * from, this.slacks.offset + 4 * from]
    if (this.#asked.length === 0) this.slacks.view.fill(0, from, from + count)
    for (let at = 0; at < this.#asked.length; at++) {
      const { codes, scales, biases, width, query, factor, margin, bias } = this.#asked[at]!
      const [first, scale] = [codes + from * width, scales + 4 * from]
      kernels.addCodeProducts(count, width, first, scale, query, factor, margin, scores, slacks, at === 0 ? 0 : 1)
      if (biases !== undefined && bias !== 0) kernels.axpy(count, bias, biases + 4 * from, scores)
    }
    const { boosts } = this.#vectors
    if (boosts !== undefined) kernels.axpy(count, this.#of.facts!.deviation, boosts + 4 * from, scores)
  }
}
