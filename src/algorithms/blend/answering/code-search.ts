/**
 * The best of a history when vectors, new items or an objective have a say: items are scored from 7-bit codes, each with a bound of what its score
 * may be off by, and those that may be among the best are then scored exactly. So the order is exact. First come the items that the history
 * touches; of the others, only the chunks that may reach an answer or whose share may be worth counting.
 *
 * The mass of all is added up from the scores by codes, whose errors have no direction: it is good to a part in a thousand,
 * and what of it belongs to the best is exact.
 */

import { openCodeKernels } from '../../../kernels/code-kernels.ts'
import type { KernelSpace } from '../../../kernels/wasm-kernels.ts'
import { chunkShift } from '../prepared/chunk-reach.ts'
import { listLengthMax } from '../prepared/list-length.ts'
import type { PreparedBlend } from '../prepared/prepare.ts'
import { addMoment, type Moments } from '../prepared/standing.ts'
import { type AskedTable, AskedTables } from './asked-tables.ts'
import { ChunkScores } from './chunk-scores.ts'
import { ExactScores } from './exact-scores.ts'
import type { HistoryScores } from './history-scores.ts'
import { ListedScores } from './listed-scores.ts'
import { NearItems, type RoughScores } from './near-items.ts'
import { type Choice, inOrder, type Search, spreadFrom } from './search.ts'

/** What f32 may round away in sums of so few numbers, as a share of the greatest of them. */
const rounding = 2 ** -20

/** So many of the highest scores are exact before they are added up. */
const headCount = 25

/** What all chunks that are passed over may have of the mass together. */
const neglectedShare = 1e-5

/** From so many items on, a sample says how far scores spread; it fits a list. */
const sampledFrom = 300_000

/** So many at least, all that a history touches, and the few that stand far above all others say it to a part in 200. */
const sampleLength = 50_000
const headChunkCount = 4

export class CodeSearch implements Search {
  readonly #of: HistoryScores
  readonly #prepared: PreparedBlend
  readonly #space: KernelSpace
  readonly #tables: AskedTables
  readonly #itemAt: Uint32Array
  readonly #placeOf: Uint32Array
  readonly #touched: ListedScores
  readonly #listed: ListedScores
  readonly #chunks: ChunkScores
  readonly #exact = new ExactScores()
  readonly #near: NearItems
  /** Of those near, exact. */
  #nearScores = new Float64Array(0)
  #asked: readonly AskedTable[] | undefined
  /** Of this history: what rounding may have done to any score. */
  #blur = 0
  /** Whether the highest of all are among the exact. */
  #hasHead = false
  #sum: RunningMass | undefined

  constructor(of: HistoryScores, prepared: PreparedBlend, thread: number) {
    const vectors = prepared.vectors!
    const { memory, ranges, order, placeOf, tables } = vectors
    this.#of = of
    this.#prepared = prepared
    this.#space = openCodeKernels(memory, ranges[thread]!)
    this.#tables = new AskedTables(of, this.#space, tables)
    this.#itemAt = new Uint32Array(memory.buffer, order, of.itemCount)
    this.#placeOf = new Uint32Array(memory.buffer, placeOf, of.itemCount)
    this.#touched = new ListedScores(of, this.#space, this.#placeOf)
    this.#listed = new ListedScores(of, this.#space, this.#placeOf)
    this.#chunks = new ChunkScores(of, this.#space, vectors)
    this.#near = new NearItems(this.#space.kernels)
  }

  get byteCount(): number {
    return this.#space.memory.buffer.byteLength
  }

  /** The history is another one. */
  reset(): void {
    this.#asked = undefined
  }

  best({ items, mayStand }: Choice, count: number): Uint32Array {
    const asked = this.#begin()
    if (!items && !mayStand && count >= headCount) this.#hasHead = true
    const near = this.#near
    near.begin(mayStand, count, this.#blur)
    if (items) this.#lookAmong(items, asked, near)
    else this.#lookEverywhere(near)
    const nearCount = near.settle()
    return inOrder(near.items.subarray(0, nearCount), this.#exactScores(near, nearCount), count)
  }

  get highest(): number {
    this.#begin()
    if (!this.#hasHead) this.best({}, headCount)
    this.#sum ??= this.#added()
    return this.#sum.highest
  }

  get mass(): number {
    const { highest } = this
    let { mass } = this.#sum!
    const exact = this.#exact
    for (let at = 0; at < exact.count; at++)
      mass += Math.exp(exact.scoreAt(at) - highest) - Math.exp(exact.roughAt(at) - highest)
    return mass
  }

  get spread() {
    const asked = this.#begin()
    const moments: Moments = { count: 0, sum: 0, squares: 0, origin: 0 }
    const stride = this.#of.itemCount < sampledFrom ? 1 : Math.floor(this.#of.itemCount / sampleLength)
    for (let chunk = 0; chunk < this.#chunks.count; chunk++) {
      if (stride === 1 || chunk < headChunkCount) this.#chunks.score(chunk)
      if (this.#chunks.isScored(chunk)) this.#addChunk(moments, chunk)
    }
    if (stride > 1) this.#addSample(moments, stride, asked)
    const touched = this.#touched.scores.view
    for (let at = 0; at < this.#touched.items.length; at++) addMoment(moments, touched[at]!, 1)
    const exact = this.#exact
    for (let at = 0; at < exact.count; at++) {
      if (stride > 1 && !this.#isCounted(exact.itemAt(at))) continue
      addMoment(moments, exact.roughAt(at), -1)
      addMoment(moments, exact.scoreAt(at), 1)
    }
    return spreadFrom(moments)
  }

  #addChunk(moments: Moments, chunk: number): void {
    const { from, to } = this.#chunks.rangeOf(chunk)
    const scores = this.#chunks.scores.view
    for (let place = from; place < to; place++) addMoment(moments, scores[place]!, 1)
  }

  /** Of chunks that are not scored one place in so many, as often. */
  #addSample(moments: Moments, stride: number, asked: readonly AskedTable[]): void {
    const items = new Uint32Array(Math.ceil(this.#of.itemCount / stride))
    let count = 0
    for (let place = stride >>> 1; place < this.#of.itemCount; place += stride)
      if (!this.#isCounted(this.#itemAt[place]!)) items[count++] = this.#itemAt[place]!
    this.#listed.score(items.subarray(0, count), asked)
    const scores = this.#listed.scores.view
    for (let at = 0; at < count; at++) addMoment(moments, scores[at]!, stride)
  }

  /** Of the touched, where they are a list, or of a chunk that is scored. */
  #isCounted(item: number): boolean {
    const isListed = this.#touched.items.length > 0 && this.#of.overlay.touches(item)
    return isListed || this.#chunks.isScored(this.#placeOf[item]! >>> chunkShift)
  }

  /** Of those near, in their order; each is worked out once for a history. */
  #exactScores({ items, scores }: NearItems, count: number): Float64Array {
    if (this.#nearScores.length < count) this.#nearScores = new Float64Array(items.length)
    for (let at = 0; at < count; at++) {
      const item = items[at]!
      if (!this.#exact.has(item)) this.#exact.add(item, this.#of.scoreOf(item), scores[at]!)
      this.#nearScores[at] = this.#exact.scoreOf(item)
    }
    return this.#nearScores
  }

  #begin(): readonly AskedTable[] {
    if (this.#asked) return this.#asked
    const { overlay, itemCount, standing } = this.#of
    const { base, cold = base } = this.#prepared.vectors!
    const asked = this.#tables.ask()
    const isListed = overlay.touched.length <= listLengthMax(itemCount)
    this.#touched.score(isListed ? overlay.touched : overlay.touched.subarray(0, 0), asked)
    const isCold = standing.scores === this.#prepared.cold.scores
    this.#chunks.begin(asked, isCold ? cold : base, isListed ? this.#touched.places : undefined)
    this.#blur = rounding * this.#magnitude(asked, isListed)
    this.#exact.clear()
    this.#hasHead = false
    this.#sum = undefined
    this.#asked = asked
    return asked
  }

  /** No number that is part of a score is greater. */
  #magnitude(asked: readonly AskedTable[], isListed: boolean): number {
    const { standing, overlay, facts } = this.#of
    const { reach } = this.#prepared.vectors!
    let most = standing.magnitude + (facts?.amountMax ?? 0)
    most += isListed ? this.#touched.highestAmount : greatest(overlay.amounts)
    for (const [at, { length, bias }] of asked.entries()) {
      const { lengths, biasLeast, biasMost } = reach.tables[at]!
      most += length * greatest(lengths)
      if (bias !== 0) most += Math.abs(bias) * Math.max(greatest(biasLeast), greatest(biasMost))
    }
    return most
  }

  #lookAmong(items: Uint32Array, asked: readonly AskedTable[], near: NearItems): void {
    const length = listLengthMax(this.#of.itemCount)
    for (let from = 0; from < items.length; from += length) {
      const part = items.subarray(from, from + length)
      this.#listed.score(part, asked)
      near.look(this.#listed, 0, part.length)
    }
  }

  #lookEverywhere(near: NearItems): void {
    near.look(this.#touched, 0, this.#touched.items.length)
    const chunks = this.#chunks
    const all: RoughScores = { scores: chunks.scores, slacks: chunks.slacks, items: this.#itemAt }
    for (let chunk = 0; chunk < chunks.count; chunk++) {
      if (chunks.bounds[chunk]! < near.floor) continue
      chunks.score(chunk)
      const { from, to } = chunks.rangeOf(chunk)
      near.look(all, from, to)
    }
  }

  /** Over all items; what chunks have that are passed over is too little to count. */
  #added(): RunningMass {
    const chunks = this.#chunks
    const sum = new RunningMass()
    this.#addTouched(sum)
    for (let chunk = 0; chunk < chunks.count; chunk++)
      if (chunks.isScored(chunk)) sum.add(chunks.highest[chunk]!, chunks.masses[chunk]!)
    for (let chunk = 0; chunk < chunks.count; chunk++) {
      const isLittle = chunks.massBounds[chunk]! < sum.log + Math.log(neglectedShare / chunks.count)
      if (chunks.isScored(chunk) || isLittle) continue
      chunks.score(chunk)
      sum.add(chunks.highest[chunk]!, chunks.masses[chunk]!)
    }
    return sum
  }

  #addTouched(sum: RunningMass): void {
    const { kernels } = this.#space
    const { scores, items } = this.#touched
    const highest = kernels.highest(items.length, scores.offset)
    if (highest > Number.NEGATIVE_INFINITY)
      sum.add(highest, kernels.exponentialSum(items.length, scores.offset, highest))
  }
}

function greatest(numbers: ArrayLike<number>): number {
  let most = 0
  for (let at = 0; at < numbers.length; at++) most = Math.max(most, Math.abs(numbers[at]!))
  return most
}

/** Σ mass · e^highest of what comes one after the other. */
class RunningMass {
  highest = Number.NEGATIVE_INFINITY
  mass = 0

  get log(): number {
    return this.highest + Math.log(this.mass)
  }

  add(highest: number, mass: number): void {
    if (highest > this.highest) {
      this.mass *= Math.exp(this.highest - highest)
      this.highest = highest
    }
    if (highest > Number.NEGATIVE_INFINITY) this.mass += mass * Math.exp(highest - this.highest)
  }
}
