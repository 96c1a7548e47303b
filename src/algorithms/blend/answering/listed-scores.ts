/** Scores by 7-bit codes of the items of a list, with what each may be off by. */

import type { Block } from '../../../kernels/arena.ts'
import type { KernelSpace } from '../../../kernels/wasm-kernels.ts'
import { listLengthMax } from '../prepared/list-length.ts'
import { rowSlack } from '../prepared/vector-table.ts'
import type { AskedTable } from './asked-tables.ts'
import type { HistoryScores } from './history-scores.ts'

export class ListedScores {
  readonly scores: Block<Float32Array>
  readonly slacks: Block<Float32Array>
  items: Uint32Array = new Uint32Array(0)
  /** The greatest that the history adds to an item or takes from it. */
  highestAmount = 0
  readonly #of: HistoryScores
  readonly #space: KernelSpace
  readonly #placeOf: Uint32Array
  readonly #places: Block<Uint32Array>

  /** Takes `listedBytes` of the space. */
  constructor(of: HistoryScores, space: KernelSpace, placeOf: Uint32Array) {
    const length = listLengthMax(of.itemCount) + rowSlack
    this.#of = of
    this.#space = space
    this.#placeOf = placeOf
    this.#places = space.arena.u32(length)
    this.scores = space.arena.f32(length)
    this.slacks = space.arena.f32(length)
  }

  /** Of the items, valid until others are scored. */
  get places(): Uint32Array {
    return this.#places.view.subarray(0, this.items.length)
  }

  /** As many items as `listLengthMax` says, at most. */
  score(items: Uint32Array, asked: readonly AskedTable[]): void {
    this.items = items
    const count = items.length
    this.#begin(asked)
    if (asked.length === 0) this.slacks.view.fill(0, 0, count)
    const [scores, slacks] = [this.scores.offset, this.slacks.offset]
    for (const [at, { width, codes, scales, query, factor, margin }] of asked.entries()) {
      const rows = [this.#places.offset, codes, scales, query] as const
      const isFirst = at === 0
      this.#space.kernels.addListedCodeProducts(count, width, ...rows, factor, margin, scores, slacks, isFirst ? 0 : 1)
    }
  }

  /** All that no vector has a say in. */
  #begin(asked: readonly AskedTable[]): void {
    const { standing, overlay, facts, tables } = this.#of
    const { items } = this
    const [places, scores, placeOf] = [this.#places.view, this.scores.view, this.#placeOf]
    const [standingScores, { amounts }] = [standing.scores, overlay]
    let highest = 0
    for (let at = 0; at < items.length; at++) {
      const item = items[at]!
      const amount = amounts[item]!
      places[at] = placeOf[item]!
      scores[at] = standingScores[item]! + amount
      if (amount > highest || -amount > highest) highest = Math.abs(amount)
    }
    this.highestAmount = highest
    places.fill(0, items.length, items.length + rowSlack)
    if (facts) for (let at = 0; at < items.length; at++) scores[at]! += facts.amountOf(items[at]!)
    for (const [table, { bias }] of asked.entries()) {
      const { biases } = tables[table]!
      if (biases && bias !== 0) for (let at = 0; at < items.length; at++) scores[at]! += bias * biases[items[at]!]!
    }
  }
}
