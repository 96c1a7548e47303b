/** Items or users as a table that is written while it is read: rows by id, a column for each field of the schema. */

import { type Cells, type Column, columnOf } from './columns.ts'
import type { EntityTable, FieldValue } from './profile.ts'
import { type TextParts, TextTable } from './text-table.ts'

/** What one thread fills and another takes over. */
export interface EntityParts {
  readonly ids: TextParts
  /** 1 for rows that have a record. */
  readonly records: Uint8Array<ArrayBuffer>
  readonly cells: readonly Cells[]
}

export class Entities implements EntityTable {
  version = 0
  readonly #ids: TextTable
  #records: Uint8Array<ArrayBuffer>
  readonly #columns: ReadonlyMap<string, Column>

  constructor({ ids, records, cells }: EntityParts) {
    this.#ids = new TextTable(ids)
    this.#records = records
    this.#columns = new Map(cells.map(one => [one.name, columnOf(one)]))
  }

  get size(): number {
    return this.#ids.size
  }

  get byteCount(): number {
    const ofColumns = [...this.#columns.values()].reduce((sum, column) => sum + column.byteCount, 0)
    return this.#ids.byteCount + this.#records.byteLength + ofColumns
  }

  get columnNames(): readonly string[] {
    return [...this.#columns.keys()]
  }

  indexOf(id: string): number {
    return this.#ids.indexOf(id)
  }

  indexOfEncoded(bytes: Uint8Array, from: number, to: number, guess?: number): number {
    return this.#ids.indexOfEncoded(bytes, from, to, guess)
  }

  idAt(row: number): string {
    return this.#ids.textAt(row)
  }

  hasRecord(row: number): boolean {
    return this.#records[row] === 1
  }

  column(name: string): Column | undefined {
    return this.#columns.get(name)
  }

  /** The row of an id, a new one when the id is new. */
  rowOf(id: string): number {
    const { size } = this.#ids
    const row = this.#ids.add(id)
    if (row === size) this.version++
    return row
  }

  /** Replaces the whole record: what is not among the fields becomes null [doc: runtime page, 4.7]. */
  put(id: string, fields: Readonly<Record<string, FieldValue>>): void {
    const row = this.rowOf(id)
    if (row >= this.#records.length) {
      const records = new Uint8Array(Math.max(16, row * 2))
      records.set(this.#records)
      this.#records = records
    }
    this.#records[row] = 1
    for (const [name, column] of this.#columns) column.set(row, fields[name] ?? null)
    this.version++
  }
}
