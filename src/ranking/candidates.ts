/**
 * Which items of a model may stand in an answer. Without a restriction that is the whole catalogue and costs nothing;
 * with one it is a pass over the items. Items excluded by name (already shown, promoted elsewhere) come off at the end.
 * One object serves request after request; what it returns is written anew by the next call.
 */

/** Item indices of one model. */
export interface AllowedItems {
  has(item: number): boolean
  /** All of them, in any order; for few of a large catalogue it is quicker to take these. */
  readonly items?: Uint32Array
}

export interface Restriction {
  readonly allowed?: AllowedItems
  readonly excluded?: ReadonlySet<number>
}

export class Candidates {
  readonly #catalogue: Uint32Array<ArrayBuffer>
  readonly #some: Uint32Array<ArrayBuffer>

  constructor(itemCount: number) {
    this.#catalogue = Uint32Array.from({ length: itemCount }, (_, item) => item)
    this.#some = new Uint32Array(itemCount)
  }

  get byteCount(): number {
    return this.#catalogue.byteLength + this.#some.byteLength
  }

  those({ allowed, excluded }: Restriction): Uint32Array {
    const excludes = excluded !== undefined && excluded.size > 0
    if (allowed === undefined && !excludes) return this.#catalogue
    if (allowed?.items && !excludes) return allowed.items
    const named = allowed?.items
    const some = this.#some
    let count = 0
    for (const item of named ?? this.#catalogue) {
      if (allowed && !named && !allowed.has(item)) continue
      if (excludes && excluded.has(item)) continue
      some[count++] = item
    }
    return some.subarray(0, count)
  }
}
