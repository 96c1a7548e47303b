/** The `count` greatest of numbers that come one after the other: a heap with the least of them at its root. */

export class GreatestNumbers {
  readonly #heap: Float64Array

  constructor(count: number) {
    this.#heap = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  }

  /** The least of the greatest; -Infinity until there are as many. */
  get floor(): number {
    return this.#heap[0] ?? Number.POSITIVE_INFINITY
  }

  add(value: number): void {
    const heap = this.#heap
    if (!(value > this.floor)) return
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= value) break
      heap[place] = heap[child]!
      place = child
    }
    heap[place] = value
  }
}
