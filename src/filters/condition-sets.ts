/**
 * The sets of conditions on a table, remembered by condition and value, those used longest ago dropped first. A set holds
 * until a cell of its column changes; rows that are new since have null there and are added without looking.
 */

import { type ColumnTest, columnTest, holdsForNull, rowsThatHold } from './column-scan.ts'
import { type FilterRequest, rightValues } from './evaluate.ts'
import { RowSet } from './row-set.ts'
import type { RowTable } from './rows.ts'
import type { Condition } from './syntax.ts'

interface Remembered {
  readonly set: RowSet
  readonly columnVersion: number
}

/** Beside the bits and the key, roughly. */
const entryByteCount = 500

/** Values of strangers are in the key, and it can be longer than the bits of a small catalogue. */
const bytesOf = (key: string, { set }: Remembered): number => set.words.byteLength + 2 * key.length + entryByteCount

/** The rows with one of these ids, or the others. */
function rowsWithIds(test: ColumnTest, table: RowTable): RowSet {
  const set = new RowSet(table.size + 1)
  const ids = test.kind === 'member' ? test.values : test.value === undefined ? [] : [test.value]
  for (const id of ids) {
    const row = table.indexOf(String(id))
    if (row >= 0) set.add(row)
  }
  if (holdsForNull(test)) set.invert()
  return set
}

export class ConditionSets {
  readonly table: RowTable
  /** In upper case: ids are no column of a table, and are one of its schema. */
  readonly idField: string
  readonly #byteCountMax: number
  /** In order of use, the latest last. */
  readonly #remembered = new Map<string, Remembered>()
  #byteCount = 0

  constructor(table: RowTable, byteCountMax: number, idField = 'ITEM_ID') {
    this.table = table
    this.#byteCountMax = byteCountMax
    this.idField = idField
  }

  get byteCount(): number {
    return this.#byteCount
  }

  get rowCount(): number {
    return this.table.size
  }

  /** Shared with later calls: not to be changed. Its last row, past those of the table, is the unknown candidate. */
  of(condition: Condition, request: FilterRequest): RowSet {
    const values = rightValues(condition, request)
    if (values.length === 0 && condition.right.kind === 'current-item') return new RowSet(this.table.size + 1)
    const test = columnTest(condition, values)
    const name = condition.field.name.toUpperCase()
    if (name === this.idField) return rowsWithIds(test, this.table)
    const key = `${name} ${JSON.stringify(test)}`
    const column = this.table.column(name)
    const known = this.#remembered.get(key)
    const columnVersion = column?.version ?? 0
    const set = known?.columnVersion === columnVersion ? this.#current(known.set, test) : undefined
    return this.#keep(key, { set: set ?? rowsThatHold(test, column, this.table.size), columnVersion }, known)
  }

  #current(set: RowSet, test: ColumnTest): RowSet {
    const size = this.table.size + 1
    return set.size === size ? set : set.grown(size, holdsForNull(test))
  }

  #keep(key: string, entry: Remembered, former: Remembered | undefined): RowSet {
    if (former) this.#forget(key, former)
    this.#remembered.set(key, entry)
    this.#byteCount += bytesOf(key, entry)
    for (const [oldest, one] of this.#remembered) {
      if (this.#byteCount <= this.#byteCountMax) break
      this.#forget(oldest, one)
    }
    return entry.set
  }

  #forget(key: string, entry: Remembered): void {
    this.#remembered.delete(key)
    this.#byteCount -= bytesOf(key, entry)
  }
}
