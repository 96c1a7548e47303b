/**
 * How often each item was shown, as events tell: by a list of their own or by the answer they name. What explores looks at
 * it, and nothing that trains does [doc: runtime page, 4.5]. Kept by id, beside the rows of items: an item may have been
 * shown before anything else is known of it.
 */

import { grown } from '../base/grown.ts'
import { noTexts, type TextParts, TextTable } from './text-table.ts'

export interface ImpressionParts {
  readonly ids: TextParts
  /** By index of the id. */
  readonly counts: Uint32Array<ArrayBuffer>
}

export const noImpressions = (): ImpressionParts => ({ ids: noTexts(), counts: new Uint32Array(0) })

export class ImpressionCounts {
  readonly #ids: TextTable
  #counts: Uint32Array<ArrayBuffer>

  constructor({ ids, counts }: ImpressionParts) {
    this.#ids = new TextTable(ids)
    this.#counts = counts
  }

  get byteCount(): number {
    return this.#ids.byteCount + this.#counts.byteLength
  }

  /** Nobody has told of anything that was shown. */
  get isEmpty(): boolean {
    return this.#ids.size === 0
  }

  /** -1 when it was never shown. The same from then on. */
  indexOf(id: string): number {
    return this.#ids.indexOf(id)
  }

  at(index: number): number {
    return this.#counts[index] ?? 0
  }

  add(id: string): void {
    const index = this.#ids.add(id)
    this.#counts = grown(this.#counts, index + 1)
    this.#counts[index]! += 1
  }
}
