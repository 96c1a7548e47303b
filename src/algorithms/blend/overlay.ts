/** What one history adds to the scores of single items, and which items these are; others have 0. */

export class Overlay {
  static readonly bytesPerItem = 9
  readonly amounts: Float32Array<ArrayBuffer>
  readonly #isTouched: Uint8Array<ArrayBuffer>
  readonly #touched: Uint32Array<ArrayBuffer>
  #count = 0

  constructor(itemCount: number) {
    this.amounts = new Float32Array(itemCount)
    this.#isTouched = new Uint8Array(itemCount)
    this.#touched = new Uint32Array(itemCount)
  }

  /** In no order. */
  get touched(): Uint32Array<ArrayBuffer> {
    return this.#touched.subarray(0, this.#count)
  }

  touches(item: number): boolean {
    return this.#isTouched[item] !== 0
  }

  add(item: number, amount: number): void {
    if (this.#isTouched[item] === 0) {
      this.#isTouched[item] = 1
      this.#touched[this.#count++] = item
    }
    this.amounts[item]! += amount
  }

  clear(): void {
    for (let at = 0; at < this.#count; at++) {
      const item = this.#touched[at]!
      this.amounts[item] = 0
      this.#isTouched[item] = 0
    }
    this.#count = 0
  }
}
