/** The `count` greatest of numbers that come one after the other: a heap with the least of them at its root. */

export class GreatestNumbers {
  #heap = new Float64Array(0)

  constructor(count = 0) {
    this.begin(count)
  }

  /** Of other numbers. */
  begin(count: number): void {
    if (this.#heap.length !== count) this.#heap = new Float64Array(count)
    this.#heap.fill(Number.NEGATIVE_INFINITY)
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
