/**
 * A filter gives rows of the group's profile, a model knows items by its own index. The map between the two is made once
 * per model and profile, a slice at a time so that other requests are answered meanwhile: ids are looked up one by one, which
 * takes 0.7 s of a million in any order, and 0.04 s in the order of a fresh profile. An item that the profile has never seen
 * counts as a candidate without a record.
 */

import { setImmediate } from 'node:timers/promises'
import type { SomeRows } from '../../filters/asked-rows.ts'
import type { GroupProfile } from '../../profiles/profile.ts'
import type { AllowedItems } from '../../ranking/candidates.ts'
import type { ModelItems } from '../../serving/serving.ts'

const sliceLength = 4096

const unknown = -1

type Table = Pick<GroupProfile['items'], 'indexOfEncoded' | 'size'>

/** Below this share of a catalogue it is quicker to name the items than to ask for each. */
const namedShareMax = 1 / 8

/** Whoever asks for `items` looks at the whole catalogue, so the set of rows is made then. */
class ItemsOfRows implements AllowedItems {
  readonly #rowOf: Int32Array
  readonly #rows: SomeRows
  readonly #unknownRow: number
  readonly #named: (allowed: ItemsOfRows) => Uint32Array | undefined
  #items: Uint32Array | undefined
  #isNamed = false

  constructor(rowOf: Int32Array, rows: SomeRows, named: (allowed: ItemsOfRows) => Uint32Array | undefined) {
    this.#rowOf = rowOf
    this.#rows = rows
    this.#unknownRow = rows.size - 1
    this.#named = named
  }

  get items(): Uint32Array | undefined {
    if (this.#isNamed) return this.#items
    this.#isNamed = true
    this.#items = this.#named(this)
    return this.#items
  }

  /** A row past those of the set is of an id that was new after the set was made. */
  has(item: number): boolean {
    const row = this.#rowOf[item]!
    return this.#rows.has(row === unknown || row > this.#unknownRow ? this.#unknownRow : row)
  }
}

export class ModelRows {
  readonly #rowOf: Int32Array
  /** Of rows that the model has an item for. */
  readonly #itemOf: Int32Array
  readonly #items: ModelItems
  readonly #table: Table
  /** Items without a row when the map was made, and how many rows there were when they were last looked for. */
  #missing: readonly number[] = []
  #lookedAt = 0
  /** Models sort their ids, and so does what loads a profile: the next one mostly lies in the next row. */
  #guess = 0

  private constructor(items: ModelItems, table: Table) {
    this.#items = items
    this.#table = table
    this.#rowOf = new Int32Array(items.size)
    this.#itemOf = new Int32Array(table.size).fill(unknown)
  }

  static async of(items: ModelItems, table: Table): Promise<ModelRows> {
    const rows = new ModelRows(items, table)
    const missing: number[] = []
    for (let item = 0; item < items.size; item++) {
      if (item % sliceLength === sliceLength - 1) await setImmediate()
      if (!rows.#find(item)) missing.push(item)
    }
    rows.#missing = missing
    return rows
  }

  /** By item; -1 for those that had no row when the map was made. */
  get ofItems(): Int32Array {
    return this.#rowOf
  }

  /** Rows of that moment that the model has no item for. */
  withoutItem(): number[] {
    const rows: number[] = []
    for (let row = 0; row < this.#itemOf.length; row++) if (this.#itemOf[row] === unknown) rows.push(row)
    return rows
  }

  /** How many rows there were at that moment. */
  get rowCount(): number {
    return this.#itemOf.length
  }

  /** `rows` as they are now. */
  allowedBy(rows: SomeRows): AllowedItems {
    if (this.#missing.length > 0 && this.#lookedAt !== this.#table.size) {
      this.#lookedAt = this.#table.size
      for (const item of this.#missing) this.#find(item)
    }
    return new ItemsOfRows(this.#rowOf, rows, allowed => this.#named(rows, allowed))
  }

  #find(item: number): boolean {
    const { bytes, offsets } = this.#items.encoded
    const row = this.#table.indexOfEncoded(bytes, offsets[item]!, offsets[item + 1]!, this.#guess)
    this.#guess = row + 1
    this.#rowOf[item] = row
    if (row !== unknown && row < this.#itemOf.length) this.#itemOf[row] = item
    return row !== unknown && row < this.#itemOf.length
  }

  /** Undefined where they are many. */
  #named(rows: SomeRows, allowed: AllowedItems): Uint32Array | undefined {
    const set = rows.toSet()
    if (set.count + this.#missing.length >= this.#items.size * namedShareMax) return undefined
    const found = set.rows()
    let count = 0
    for (const row of found) {
      const item = this.#itemOf[row] ?? unknown
      if (item !== unknown) found[count++] = item
    }
    const late = this.#missing.filter(item => allowed.has(item))
    const named = new Uint32Array(count + late.length)
    named.set(found.subarray(0, count))
    named.set(late, count)
    return named
  }
}

interface Made {
  readonly profile: GroupProfile
  readonly rows: Promise<ModelRows>
}

const made = new WeakMap<ModelItems, Made>()

export function modelRows(items: ModelItems, profile: GroupProfile): Promise<ModelRows> {
  const known = made.get(items)
  if (known?.profile === profile) return known.rows
  const rows = ModelRows.of(items, profile.items)
  made.set(items, { profile, rows })
  return rows
}
