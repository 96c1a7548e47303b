/** Items that may be among the best so many, while one after the other is looked at: those whose score may reach the worst of these. */

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

export class NearItems {
  readonly #kernels: Kernels
  readonly #mayStand: ((item: number) => boolean) | undefined
  /** What rounding may have done to any score. */
  readonly #blur: number
  readonly #lowers: GreatestNumbers
  readonly #found: { readonly item: number; readonly score: number; readonly upper: number }[] = []

  constructor(kernels: Kernels, mayStand: ((item: number) => boolean) | undefined, count: number, blur: number) {
    this.#kernels = kernels
    this.#mayStand = mayStand
    this.#blur = blur
    this.#lowers = new GreatestNumbers(count)
  }

  /** What stays below it is not among the best. */
  get floor(): number {
    return this.#lowers.floor - this.#blur
  }

  /** Those at the places `from` up to `to`. */
  look({ scores, slacks, items }: RoughScores, from: number, to: number): void {
    for (let at = from; ; at++) {
      at = this.#kernels.firstAbove(at, to, scores.offset, slacks.offset, this.floor)
      if (at >= to) return
      const [item, score, slack] = [items[at]!, scores.view[at]!, slacks.view[at]!]
      if (score === Number.NEGATIVE_INFINITY || (this.#mayStand && !this.#mayStand(item))) continue
      this.#found.push({ item, score, upper: score + slack })
      this.#lowers.add(score - slack)
    }
  }

  /** With their scores by codes. */
  get found(): readonly { readonly item: number; readonly score: number }[] {
    return this.#found.filter(({ upper }) => upper >= this.floor)
  }
}
