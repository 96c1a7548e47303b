/**
 * Of a column whose cells pack several values: which codes hold a value among theirs. Codes keep their text and are only
 * added, so the list is made once and grows. Cells of categories are few and repeat; a column of a million different ones
 * costs a second on its first use.
 */

import type { RowCodes } from './rows.ts'

const nothing: readonly number[] = []

export class PartCodes {
  readonly #codes: RowCodes
  readonly #byPart = new Map<string, number[]>()
  #seen = 0

  constructor(codes: RowCodes) {
    this.#codes = codes
  }

  with(part: string): readonly number[] {
    this.#catchUp()
    return this.#byPart.get(part) ?? nothing
  }

  #catchUp(): void {
    for (; this.#seen < this.#codes.count; this.#seen++) {
      for (const part of new Set(this.#codes.textOf(this.#seen).split('|'))) {
        const codes = this.#byPart.get(part)
        if (codes) codes.push(this.#seen)
        else this.#byPart.set(part, [this.#seen])
      }
    }
  }
}

const made = new WeakMap<RowCodes, PartCodes>()

export function partCodes(codes: RowCodes): PartCodes {
  const known = made.get(codes) ?? new PartCodes(codes)
  made.set(codes, known)
  return known
}
