/**
 * What was shown: the items of recent answers by their `recommendationId`, so that an event that brings the id back tells
 * which items the user saw [doc: runtime page, 4.5]. Bounded and in memory: an id that is not remembered is no impression.
 *
 * Answers lie in generations of which the oldest is given up whole. One map that loses its oldest entry at every answer
 * takes 27 µs for it, since the places of what was deleted are passed over again and again, and stops now and then to be
 * built anew. Texts are packed: tens of thousands of strings would be looked through by every collection of garbage.
 */

import { grown } from '../base/grown.ts'
import { TextTable } from './text-table.ts'

const separator = '|'

const generationCount = 32

/** A UTF-16 unit takes at most three bytes. */
const bytesPerUnit = 3

const encoder = new TextEncoder()
const decoder = new TextDecoder()

class Generation {
  readonly #ids = new TextTable()
  /** Of the items of each answer, by its number: from where to where their text goes. */
  readonly #starts: Uint32Array
  readonly #ends: Uint32Array
  /** Of answers that explored: how likely each item was to stand where it stood. */
  readonly #propensities = new Map<number, ReadonlyMap<string, number>>()
  #bytes = new Uint8Array(4096)
  #end = 0

  constructor(countMax: number) {
    this.#starts = new Uint32Array(countMax)
    this.#ends = new Uint32Array(countMax)
  }

  get size(): number {
    return this.#ids.size
  }

  put(id: string, itemIds: readonly string[], propensities: ReadonlyMap<string, number> | undefined): void {
    const text = itemIds.join(separator)
    this.#bytes = grown(this.#bytes, this.#end + bytesPerUnit * text.length)
    const number = this.#ids.add(id)
    this.#starts[number] = this.#end
    this.#end += encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written
    this.#ends[number] = this.#end
    if (propensities) this.#propensities.set(number, propensities)
    else this.#propensities.delete(number)
  }

  /** -1 where the answer is none of these. */
  numberOf(id: string): number {
    return this.#ids.indexOf(id)
  }

  itemsAt(number: number): readonly string[] {
    const text = decoder.decode(this.#bytes.subarray(this.#starts[number]!, this.#ends[number]!))
    return text === '' ? [] : text.split(separator)
  }

  propensitiesAt(number: number): ReadonlyMap<string, number> | undefined {
    return this.#propensities.get(number)
  }
}

export class RecentAnswers {
  readonly #countMax: number
  readonly #generationMax: number
  /** Newest first; each in the order of their making. */
  #generations: Generation[] = []
  #count = 0

  constructor(countMax = 50_000) {
    this.#countMax = countMax
    this.#generationMax = Math.ceil(countMax / generationCount)
  }

  remember(recommendationId: string, itemIds: readonly string[], propensities?: ReadonlyMap<string, number>): void {
    const newest = this.#newest()
    this.#count -= newest.size
    newest.put(recommendationId, itemIds, propensities)
    this.#count += newest.size
    if (this.#count > this.#countMax) this.#count -= this.#generations.pop()?.size ?? 0
  }

  /** By item id; undefined where the answer did not explore. */
  propensitiesOf(recommendationId: string): ReadonlyMap<string, number> | undefined {
    return this.#find(recommendationId, (generation, number) => generation.propensitiesAt(number))
  }

  itemsOf(recommendationId: string): readonly string[] | undefined {
    return this.#find(recommendationId, (generation, number) => generation.itemsAt(number))
  }

  #newest(): Generation {
    const [newest] = this.#generations
    if (newest && newest.size < this.#generationMax) return newest
    const next = new Generation(this.#generationMax)
    this.#generations = [next, ...this.#generations]
    return next
  }

  #find<Found>(id: string, found: (generation: Generation, number: number) => Found): Found | undefined {
    for (const generation of this.#generations) {
      const number = generation.numberOf(id)
      if (number >= 0) return found(generation, number)
    }
    return undefined
  }
}
