/**
 * Exact scores of some items of one history, beside those by codes that they were found by: a hash table in plain arrays, in the order in
 * which items came. A `Map` that is emptied for each history would leave its objects to the collection of garbage.
 */

import { grown } from '../../../base/grown.ts'

const roomAtFirst = 256

/** Of free slots to those in use, at the least. */
const slotsPerItem = 2

export class ExactScores {
  #items = new Uint32Array(roomAtFirst)
  #scores = new Float64Array(roomAtFirst)
  #roughs = new Float64Array(roomAtFirst)
  /** Each one more than the place of an item; 0 is free. */
  #slots = new Uint32Array(slotsPerItem * roomAtFirst)
  #count = 0

  get count(): number {
    return this.#count
  }

  clear(): void {
    if (this.#count > 0) this.#slots.fill(0)
    this.#count = 0
  }

  has(item: number): boolean {
    return this.#slots[this.#slotOf(item)] !== 0
  }

  /** Of an item that is not there yet. */
  add(item: number, score: number, rough: number): void {
    if (this.#count === this.#items.length) this.#grow()
    this.#items[this.#count] = item
    this.#scores[this.#count] = score
    this.#roughs[this.#count] = rough
    this.#slots[this.#slotOf(item)] = ++this.#count
  }

  /** Of an item that is there. */
  scoreOf(item: number): number {
    return this.#scores[this.#slots[this.#slotOf(item)]! - 1]!
  }

  itemAt(place: number): number {
    return this.#items[place]!
  }

  scoreAt(place: number): number {
    return this.#scores[place]!
  }

  /** By codes, as it is counted in the mass. */
  roughAt(place: number): number {
    return this.#roughs[place]!
  }

  /** The slot that holds the item, or the free one where it belongs. */
  #slotOf(item: number): number {
    const [items, slots, mask] = [this.#items, this.#slots, this.#slots.length - 1]
    let slot = (Math.imul(item, 0x9e3779b1) >>> 8) & mask
    while (slots[slot] !== 0 && items[slots[slot]! - 1] !== item) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const length = this.#count + 1
    this.#items = grown(this.#items, length)
    this.#scores = grown(this.#scores, length)
    this.#roughs = grown(this.#roughs, length)
    this.#slots = new Uint32Array(2 * this.#slots.length)
    for (let place = 0; place < this.#count; place++) this.#slots[this.#slotOf(this.#items[place]!)] = place + 1
  }
}
