/**
 * The best of a history when vectors, new items or an objective have a say: all items are scored from 8-bit codes, each with a bound of what its score
 * may be off by, and those that may be among the best are then scored exactly. So the order is exact. The mass of all is
 * added up from the scores by codes, whose errors have no direction: it is good to a part in a thousand, and what of it
 * belongs to the best is exact.
 *
 * Codes, highest and masses go block by block, so that a block stays in the processor's cache for all three.
 */

import type { Block } from '../../kernels/arena.ts'
import { GreatestNumbers } from '../../kernels/greatest-numbers.ts'
import { quantiseQuery } from '../../kernels/query-codes.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import type { HistoryScores } from './history-scores.ts'
import type { CodedVectors } from './prepare.ts'
import { type Choice, inOrder, type Search, spreadFrom } from './search.ts'
import { addMoment, type Moments } from './standing-scores.ts'
import { type CodedTable, codeWidth, rowSlack, type VectorTable } from './vector-table.ts'

const blockLength = 8192

interface Table extends CodedTable {
  readonly width: number
  readonly query: Block<Int16Array>
  readonly biases?: Block<Float32Array>
}

/** What f32 may round away in sums of so few numbers, as a share of the greatest of them. */
const rounding = 2 ** -20

export class CodeSearch implements Search {
  readonly #of: HistoryScores
  readonly #space: KernelSpace
  readonly #tables: readonly Table[]
  readonly #scores: Block<Float32Array>
  readonly #slacks: Block<Float32Array>
  #boosts: Block<Float32Array> | undefined
  #highest = 0
  #mass = 0
  #isScored = false
  /** Of this history: what rounding may have done to any score. */
  #blur = 0

  constructor(of: HistoryScores, { memory, start, tables }: CodedVectors) {
    this.#of = of
    this.#space = openKernels({ memory, range: { start, end: memory.buffer.byteLength }, deterministic: true })
    this.#tables = of.tables.map((table, at) => this.#placed(table, tables[at]!))
    this.#scores = this.#space.arena.f32(of.itemCount + rowSlack)
    this.#slacks = this.#space.arena.f32(of.itemCount + rowSlack)
    const boosts = of.facts?.boosts
    if (!boosts) return
    this.#boosts = this.#space.arena.f32(of.itemCount)
    this.#boosts.view.set(boosts)
  }

  get byteCount(): number {
    return this.#space.memory.buffer.byteLength
  }

  /** The history is another one. */
  reset(): void {
    this.#isScored = false
  }

  best({ items, mayStand }: Choice, count: number): Uint32Array {
    this.#score()
    const near = items ? this.#nearOf(items, mayStand, count) : this.#near(mayStand, count)
    const best = inOrder(near, item => this.#exact(item)).slice(0, count)
    return Uint32Array.from(best)
  }

  get highest(): number {
    this.#score()
    return this.#highest
  }

  get mass(): number {
    this.#score()
    return this.#mass
  }

  get spread() {
    this.#score()
    const moments: Moments = { count: 0, sum: 0, squares: 0, origin: 0 }
    const scores = this.#scores.view
    for (let item = 0; item < this.#of.itemCount; item++) addMoment(moments, scores[item]!, 1)
    return spreadFrom(moments)
  }

  #placed(table: VectorTable, coded: CodedTable): Table {
    const { arena } = this.#space
    const query = arena.i16(codeWidth(table.width))
    if (!table.biases) return { ...coded, width: table.width, query }
    const biases = arena.f32(this.#of.itemCount + rowSlack)
    biases.view.set(table.biases)
    return { ...coded, width: table.width, query, biases }
  }

  #score(): void {
    if (this.#isScored) return
    this.#isScored = true
    const { standing, overlay, queries, itemCount } = this.#of
    const scores = this.#scores.view
    scores.set(standing.scores)
    const { amounts, touched } = overlay
    let amountMax = 0
    for (let at = 0; at < touched.length; at++) {
      const item = touched[at]!
      scores[item] = standing.scores[item]! + amounts[item]!
      amountMax = Math.max(amountMax, Math.abs(amounts[item]!))
    }
    const { facts } = this.#of
    facts?.holdBack(scores)
    // Where vectors have no say, a query of zeros would be one with the widest of margins.
    if (!this.#of.hasQueries) this.#slacks.view.fill(0)
    const asked = (this.#of.hasQueries ? this.#tables : []).map((table, at) => {
      const query = queries[at]!
      return {
        ...table,
        bias: query[table.width] ?? 0,
        ...quantiseQuery(query.subarray(0, table.width), table.query.view),
      }
    })
    this.#highest = Number.NEGATIVE_INFINITY
    this.#mass = 0
    for (let from = 0; from < itemCount; from += blockLength)
      this.#scoreBlock(asked, from, Math.min(blockLength, itemCount - from))
    this.#blur = rounding * (standing.magnitude + amountMax + Math.abs(this.#highest) + (facts?.amountMax ?? 0))
  }

  #scoreBlock(
    asked: readonly (Table & { factor: number; margin: number; bias: number })[],
    from: number,
    count: number,
  ): void {
    const { kernels } = this.#space
    const [scores, slacks] = [this.#scores.offset + 4 * from, this.#slacks.offset + 4 * from]
    for (const [at, table] of asked.entries()) {
      const width = codeWidth(table.width)
      const [codes, scales] = [table.codes + from * width, table.scales + 4 * from]
      const { factor, margin, query } = table
      kernels.addCodeProducts(
        count,
        width,
        codes,
        scales,
        query.offset,
        factor,
        margin,
        scores,
        slacks,
        at === 0 ? 0 : 1,
      )
      if (table.biases && table.bias !== 0) kernels.axpy(count, table.bias, table.biases.offset + 4 * from, scores)
    }
    if (this.#boosts) kernels.axpy(count, this.#of.facts!.deviation, this.#boosts.offset + 4 * from, scores)
    const highest = kernels.highest(count, scores)
    if (highest > this.#highest) {
      this.#mass *= Math.exp(this.#highest - highest)
      this.#highest = highest
    }
    if (this.#highest > Number.NEGATIVE_INFINITY) this.#mass += kernels.exponentialSum(count, scores, this.#highest)
  }

  /** All that may be among the best, over the whole catalogue. */
  #near(mayStand: Choice['mayStand'], count: number): readonly number[] {
    const [{ kernels }, { itemCount }] = [this.#space, this.#of]
    const [scores, slacks] = [this.#scores, this.#slacks]
    const lowers = new GreatestNumbers(count)
    const near: number[] = []
    let floor = Number.NEGATIVE_INFINITY
    for (let from = 0; ; from++) {
      from = kernels.firstAbove(from, itemCount, scores.offset, slacks.offset, floor)
      if (from >= itemCount) break
      if (mayStand && !mayStand(from)) continue
      near.push(from)
      lowers.add(scores.view[from]! - slacks.view[from]!)
      floor = lowers.floor - this.#blur
    }
    return near.filter(item => scores.view[item]! + slacks.view[item]! >= floor)
  }

  #nearOf(items: Uint32Array, mayStand: Choice['mayStand'], count: number): readonly number[] {
    const [scores, slacks] = [this.#scores.view, this.#slacks.view]
    const lowers = new GreatestNumbers(count)
    const near: number[] = []
    for (let at = 0; at < items.length; at++) {
      const item = items[at]!
      if (scores[item]! + slacks[item]! < lowers.floor - this.#blur || (mayStand && !mayStand(item))) continue
      near.push(item)
      lowers.add(scores[item]! - slacks[item]!)
    }
    return near.filter(item => scores[item]! + slacks[item]! >= lowers.floor - this.#blur)
  }

  /** Computed once; the mass of all gets right what this item adds to it. */
  #exact(item: number): number {
    const [scores, slacks] = [this.#scores.view, this.#slacks.view]
    const score = this.#of.scoreOf(item)
    if (slacks[item] === 0) return score
    this.#mass += Math.exp(score - this.#highest) - Math.exp(scores[item]! - this.#highest)
    scores[item] = score
    slacks[item] = 0
    return score
  }
}
