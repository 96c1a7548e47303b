/**
 * Which items of a model may stand in an answer. Without a restriction that is the whole catalogue and costs nothing;
 * with one it is a pass over the items, in which those excluded by name are passed over.
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
  readonly #itemCount: number
  #made: { readonly catalogue: Uint32Array<ArrayBuffer>; readonly some: Uint32Array<ArrayBuffer> } | undefined

  constructor(itemCount: number) {
    this.#itemCount = itemCount
  }

  /** Once a request has asked: many models never do. */
  get byteCount(): number {
    return 8 * this.#itemCount
  }

  those({ allowed, excluded }: Restriction): Uint32Array {
    const excludes = excluded !== undefined && excluded.size > 0
    if (allowed === undefined && !excludes) return this.#arrays.catalogue
    if (allowed?.items && !excludes) return allowed.items
    const named = allowed?.items
    const { some, catalogue } = this.#arrays
    let count = 0
    for (const item of named ?? catalogue) {
      if (allowed && !named && !allowed.has(item)) continue
      if (excludes && excluded.has(item)) continue
      some[count++] = item
    }
    return some.subarray(0, count)
  }

  get #arrays() {
    if (this.#made) return this.#made
    const catalogue = new Uint32Array(this.#itemCount)
    for (let item = 0; item < catalogue.length; item++) catalogue[item] = item
    this.#made = { catalogue, some: new Uint32Array(this.#itemCount) }
    return this.#made
  }
}
