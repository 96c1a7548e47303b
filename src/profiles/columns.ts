/**
 * Columns of a profile: a value per row in one typed array, which grows. Null is a value of its own kind in each: no
 * number, 2 among booleans, code -1 among texts.
 */

import { grown } from '../base/grown.ts'
import type { ColumnView, FieldValue, TextCodes } from './profile.ts'
import { noTexts, type TextParts, TextTable } from './text-table.ts'

/** Null: NaN. */
export interface NumberCells {
  readonly type: 'number'
  readonly values: Float64Array<ArrayBuffer>
}

/** 0, 1; null: 2. */
export interface BooleanCells {
  readonly type: 'boolean'
  readonly values: Uint8Array<ArrayBuffer>
}

/** Codes of `texts`, one more than they are; null: 0. */
export interface TextCells {
  readonly type: 'string'
  readonly isCategorical: boolean
  readonly values: Uint32Array<ArrayBuffer>
  readonly texts: TextParts
}

/** What one thread fills and another takes over. */
export type Cells = { readonly name: string } & (NumberCells | BooleanCells | TextCells)

/** A column that can be written; it holds as many rows as were ever set. */
export interface Column extends ColumnView {
  readonly byteCount: number
  set(row: number, value: FieldValue): void
}

class NumberColumn implements Column {
  readonly name: string
  readonly type = 'number'
  readonly isCategorical = false
  version = 0
  #values: Float64Array<ArrayBuffer>
  #count: number

  constructor(name: string, values: Float64Array<ArrayBuffer>) {
    this.name = name
    this.#values = values
    this.#count = values.length
  }

  get byteCount(): number {
    return this.#values.byteLength
  }

  get numbers(): Float64Array {
    return this.#values.length === this.#count ? this.#values : this.#values.subarray(0, this.#count)
  }

  valueAt(row: number): number | null {
    const value = row < this.#count ? this.#values[row]! : Number.NaN
    return Number.isNaN(value) ? null : value
  }

  set(row: number, value: FieldValue): void {
    this.#values = grown(this.#values, row + 1)
    if (row > this.#count) this.#values.fill(Number.NaN, this.#count, row)
    this.#count = Math.max(this.#count, row + 1)
    this.#values[row] = typeof value === 'number' ? value : Number.NaN
    this.version++
  }
}

const nullBoolean = 2

class BooleanColumn implements Column {
  readonly name: string
  readonly type = 'boolean'
  readonly isCategorical = false
  version = 0
  #values: Uint8Array<ArrayBuffer>
  #count: number

  constructor(name: string, values: Uint8Array<ArrayBuffer>) {
    this.name = name
    this.#values = values
    this.#count = values.length
  }

  get byteCount(): number {
    return this.#values.byteLength
  }

  valueAt(row: number): boolean | null {
    const value = row < this.#count ? this.#values[row]! : nullBoolean
    return value === nullBoolean ? null : value === 1
  }

  set(row: number, value: FieldValue): void {
    this.#values = grown(this.#values, row + 1)
    if (row > this.#count) this.#values.fill(nullBoolean, this.#count, row)
    this.#count = Math.max(this.#count, row + 1)
    this.#values[row] = typeof value === 'boolean' ? Number(value) : nullBoolean
    this.version++
  }
}

/** Values read so often that they are kept as they are given. */
const keptTexts = 65_536

class TextColumn implements Column {
  readonly name: string
  readonly type = 'string'
  readonly isCategorical: boolean
  readonly codes: TextCodes
  version = 0
  readonly #texts: TextTable
  #values: Uint32Array<ArrayBuffer>
  readonly #kept: (string | readonly string[])[] = []

  constructor(name: string, isCategorical: boolean, values: Uint32Array<ArrayBuffer>, texts: TextParts) {
    this.name = name
    this.isCategorical = isCategorical
    this.#values = values
    const table = new TextTable(texts)
    this.#texts = table
    const codeAt = (row: number): number => this.#codeAt(row)
    const cells = (): Uint32Array => this.#values
    this.codes = {
      get count() {
        return table.size
      },
      codeAt,
      textOf: code => table.textAt(code),
      codeOf: text => table.indexOf(text),
      get cells() {
        return cells()
      },
    }
  }

  get byteCount(): number {
    return this.#values.byteLength + this.#texts.byteCount
  }

  valueAt(row: number): FieldValue {
    const code = this.#codeAt(row)
    if (code < 0) return null
    const kept = this.#kept[code]
    if (kept !== undefined) return kept
    const text = this.#texts.textAt(code)
    const value = this.isCategorical ? text.split('|') : text
    if (code < keptTexts) this.#kept[code] = value
    return value
  }

  set(row: number, value: FieldValue): void {
    this.#values = grown(this.#values, row + 1)
    this.#values[row] = typeof value === 'string' ? this.#texts.add(value) + 1 : 0
    this.version++
  }

  #codeAt(row: number): number {
    return row < this.#values.length ? this.#values[row]! - 1 : -1
  }
}

export function columnOf(cells: Cells): Column {
  switch (cells.type) {
    case 'number':
      return new NumberColumn(cells.name, cells.values)
    case 'boolean':
      return new BooleanColumn(cells.name, cells.values)
    case 'string':
      return new TextColumn(cells.name, cells.isCategorical, cells.values, cells.texts)
  }
}

export interface ColumnKind {
  /** Upper case. */
  readonly name: string
  readonly type: 'number' | 'boolean' | 'string'
  readonly isCategorical: boolean
}

/** Cells of a column of which all `count` rows are null. */
export function nullCells({ name, type, isCategorical }: ColumnKind, count = 0): Cells {
  switch (type) {
    case 'number':
      return { name, type, values: new Float64Array(count).fill(Number.NaN) }
    case 'boolean':
      return { name, type, values: new Uint8Array(count).fill(nullBoolean) }
    case 'string':
      return { name, type, isCategorical, values: new Uint32Array(count), texts: noTexts() }
  }
}
