/**
 * What one history adds to the scores of single items, and which items these are; others have 0. Items lie all over the catalogue,
 * and the time goes into fetching their places from memory. So an item has one place, its amount, which is not 0 once it was touched.
 */

type Floats = Float32Array<ArrayBuffer>

/** In place of amounts that cancel each other: no score is different for it. */
const nothing = 2 ** -100

export class Overlay {
  static readonly bytesPerItem = 8
  readonly amounts: Floats
  /** One more than there are items: the next one is written before it is known whether it is new. */
  readonly #touched: Uint32Array<ArrayBuffer>
  #count = 0

  constructor(itemCount: number) {
    this.amounts = new Float32Array(itemCount)
    this.#touched = new Uint32Array(itemCount + 1)
  }

  /** In no order. */
  get touched(): Uint32Array<ArrayBuffer> {
    return this.#touched.subarray(0, this.#count)
  }

  get touchedCount(): number {
    return this.#count
  }

  touches(item: number): boolean {
    return this.amounts[item] !== 0
  }

  add(item: number, amount: number): void {
    const before = this.amounts[item]!
    if (before === 0) this.#touched[this.#count++] = item
    this.amounts[item] = sumOf(before, amount)
  }

  /** To the items from one place to another the amounts in the same places, times `factor`. */
  addEach(items: Uint32Array, amounts: Floats, from: number, to: number, factor: number): void {
    const [own, touched] = [this.amounts, this.#touched]
    let count = this.#count
    for (let at = from; at < to; at++) {
      const item = items[at]!
      const before = own[item]!
      // Whether an item is new is hardly foreseen, and a processor that was wrong waits for memory once more.
      touched[count] = item
      count += Number(before === 0)
      own[item] = sumOf(before, factor * amounts[at]!)
    }
    this.#count = count
  }

  /** The amounts of the touched, in their order. */
  copyTo(found: Floats): void {
    const [own, touched, count] = [this.amounts, this.#touched, this.#count]
    for (let at = 0; at < count; at++) {
      const amount = own[touched[at]!]!
      found[at] = amount === nothing ? 0 : amount
    }
  }

  /** Gives the touched, in their order, other amounts: these, times `factor`. */
  replace(found: Floats, factor: number): void {
    const [own, touched, count] = [this.amounts, this.#touched, this.#count]
    for (let at = 0; at < count; at++) own[touched[at]!] = sumOf(0, factor * found[at]!)
  }

  clear(): void {
    const [own, touched, count] = [this.amounts, this.#touched, this.#count]
    for (let at = 0; at < count; at++) own[touched[at]!] = 0
    this.#count = 0
  }
}

function sumOf(one: number, other: number): number {
  const sum = Math.fround(one + other)
  return sum === 0 ? nothing : sum
}
