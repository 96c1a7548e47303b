/**
 * How often each item was shown, as events tell: by a list of their own or by the answer they name. What explores looks at
 * it, and nothing that trains does [doc: runtime page, 4.5].
 */

export class ImpressionCounts {
  #counts: Uint32Array<ArrayBuffer>
  #isEmpty: boolean

  /** By item row. */
  constructor(counts: Uint32Array<ArrayBuffer>) {
    this.#counts = counts
    this.#isEmpty = counts.every(count => count === 0)
  }

  get byteCount(): number {
    return this.#counts.byteLength
  }

  /** Nobody has told of anything that was shown. */
  get isEmpty(): boolean {
    return this.#isEmpty
  }

  of(row: number): number {
    return this.#counts[row] ?? 0
  }

  add(row: number): void {
    if (row >= this.#counts.length) {
      const grown = new Uint32Array(Math.max(row + 1, this.#counts.length * 2))
      grown.set(this.#counts)
      this.#counts = grown
    }
    this.#counts[row]! += 1
    this.#isEmpty = false
  }
}
