/**
 * Which rows of items have a gradient in this step, for one thread, in memory that all threads read: a mark per item and a
 * list of the marked ones. Written between two barriers by its thread alone, read by all between the next two.
 */

import type { ThreadMemory } from './training-memory.ts'

export class TouchedRows {
  readonly #marks: Uint8Array
  /** The number of items, then the items. */
  readonly #list: Uint32Array

  constructor({ buffer }: WebAssembly.Memory, { marks, touched }: ThreadMemory, itemCount: number) {
    this.#marks = new Uint8Array(buffer, marks, itemCount)
    this.#list = new Uint32Array(buffer, touched, itemCount + 1)
  }

  touch(items: Uint32Array): void {
    let count = this.#list[0]!
    for (const item of items) {
      if (this.#marks[item] === 1) continue
      this.#marks[item] = 1
      this.#list[++count] = item
    }
    this.#list[0] = count
  }

  has(item: number): boolean {
    return this.#marks[item] === 1
  }

  get items(): Uint32Array {
    return this.#list.subarray(1, 1 + this.#list[0]!)
  }

  clear(): void {
    for (const item of this.items) this.#marks[item] = 0
    this.#list[0] = 0
  }
}
