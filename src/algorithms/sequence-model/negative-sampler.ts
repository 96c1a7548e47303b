/**
 * Draws items for the sampled softmax, with replacement, item j with probability q(j) ∝ frequency(j)^power, and knows the
 * correction that makes a sum over `count` draws an unbiased estimate of the sum over the catalogue: a drawn item's logit
 * less ln (count · q(j)) (Bengio and Senécal, 2008). Frequent items are the hard ones, so they are drawn more.
 */

import type { Random } from '../../base/random.ts'

export class NegativeSampler {
  readonly #cumulative: Float64Array
  readonly #logShares: Float32Array

  /** Items nobody has yet are counted as taken once. */
  constructor(frequencies: Uint32Array, power: number) {
    this.#cumulative = new Float64Array(frequencies.length)
    this.#logShares = new Float32Array(frequencies.length)
    let total = 0
    for (let item = 0; item < frequencies.length; item++)
      this.#cumulative[item] = total += Math.max(1, frequencies[item]!) ** power
    for (let item = 0; item < frequencies.length; item++)
      this.#logShares[item] = Math.log(Math.max(1, frequencies[item]!) ** power / total)
  }

  /** Fills `items` with draws and `corrections` with what is taken off their logits. */
  draw(random: Random, items: Uint32Array, corrections: Float32Array): void {
    const logCount = Math.log(items.length)
    for (let at = 0; at < items.length; at++) {
      const item = this.#itemAt(random.next() * this.#cumulative.at(-1)!)
      items[at] = item
      corrections[at] = logCount + this.#logShares[item]!
    }
  }

  #itemAt(place: number): number {
    let low = 0
    let high = this.#cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#cumulative[middle]! > place) high = middle
      else low = middle + 1
    }
    return low
  }
}

export function itemFrequencies(items: Uint32Array, itemCount: number): Uint32Array {
  const frequencies = new Uint32Array(itemCount)
  for (const item of items) frequencies[item]! += 1
  return frequencies
}
