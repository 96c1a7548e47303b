/** Places in the order of their chunks, found as soon as a chunk asks for its own. */

import { chunkCountOf, chunkShift } from '../prepared/chunk-reach.ts'

export class PlacesByChunk {
  readonly #ends: Uint32Array
  readonly #sorted: Uint32Array
  #places: Uint32Array | undefined

  constructor(itemCount: number, lengthMax: number) {
    this.#ends = new Uint32Array(chunkCountOf(itemCount) + 1)
    this.#sorted = new Uint32Array(lengthMax)
  }

  /** `places` are read when a chunk is asked for. */
  set(places: Uint32Array): void {
    this.#places = places
  }

  of(chunk: number): Uint32Array {
    if (this.#places) this.#sort(this.#places)
    this.#places = undefined
    return this.#sorted.subarray(this.#ends[chunk - 1] ?? 0, this.#ends[chunk]!)
  }

  /** Counted, then put in their places, which makes ends of starts. */
  #sort(places: Uint32Array): void {
    const [ends, sorted] = [this.#ends.fill(0), this.#sorted]
    for (let at = 0; at < places.length; at++) ends[(places[at]! >>> chunkShift) + 1]! += 1
    for (let chunk = 1; chunk < ends.length; chunk++) ends[chunk]! += ends[chunk - 1]!
    for (let at = 0; at < places.length; at++) {
      const chunk = places[at]! >>> chunkShift
      sorted[ends[chunk]!] = places[at]!
      ends[chunk]! += 1
    }
  }
}
