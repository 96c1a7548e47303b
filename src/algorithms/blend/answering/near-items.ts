/**
 * Items that may be among the best so many, while one after the other is looked at: those whose score may reach the worst of these.
 * One is kept for all searches of a model, since objects made for each would outlive collections of garbage.
 */

import { grown } from '../../../base/grown.ts'
import type { Block } from '../../../kernels/arena.ts'
import { GreatestNumbers } from '../../../kernels/greatest-numbers.ts'
import type { Kernels } from '../../../kernels/kernels.ts'

/** Scores, each with what it may be off by, and whose they are. */
export interface RoughScores {
  readonly scores: Block<Float32Array>
  readonly slacks: Block<Float32Array>
  /** Item of a place. */
  readonly items: Uint32Array
}

type MayStand = ((item: number) => boolean) | undefined

const roomAtFirst = 512

export class NearItems {
  /** With their scores by codes: as many as `settle` said, valid until the next search begins. */
  items = new Uint32Array(roomAtFirst)
  scores = new Float64Array(roomAtFirst)
  #uppers = new Float64Array(roomAtFirst)
  #count = 0
  readonly #kernels: Kernels
  readonly #lowers = new GreatestNumbers()
  #mayStand: MayStand
  #blur = 0

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** `blur`: what rounding may have done to any score. */
  begin(mayStand: MayStand, count: number, blur: number): void {
    this.#mayStand = mayStand
    this.#blur = blur
    this.#lowers.begin(count)
    this.#count = 0
  }

  /** What stays below it is not among the best. */
  get floor(): number {
    return this.#lowers.floor - this.#blur
  }

  /** Those at the places `from` up to `to`. */
  look({ scores, slacks, items }: RoughScores, from: number, to: number): void {
    const mayStand = this.#mayStand
    for (let at = from; ; at++) {
      at = this.#kernels.firstAbove(at, to, scores.offset, slacks.offset, this.floor)
      if (at >= to) return
      const item = items[at]!
      const score = scores.view[at]!
      if (score === Number.NEGATIVE_INFINITY || (mayStand && !mayStand(item))) continue
      this.#add(item, score, slacks.view[at]!)
    }
  }

  /** Leaves out those that were passed by later ones, and says how many stay. */
  settle(): number {
    const { items, scores, floor } = this
    let count = 0
    for (let at = 0; at < this.#count; at++) {
      if (this.#uppers[at]! < floor) continue
      items[count] = items[at]!
      scores[count] = scores[at]!
      this.#uppers[count++] = this.#uppers[at]!
    }
    this.#count = count
    this.#mayStand = undefined
    return count
  }

  #add(item: number, score: number, slack: number): void {
    const length = this.#count + 1
    this.items = grown(this.items, length)
    this.scores = grown(this.scores, length)
    this.#uppers = grown(this.#uppers, length)
    this.items[this.#count] = item
    this.scores[this.#count] = score
    this.#uppers[this.#count++] = score + slack
    this.#lowers.add(score - slack)
  }
}
