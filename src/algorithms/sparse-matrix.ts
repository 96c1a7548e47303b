/**
 * The sparse matrix of users × items, by user and by item, and its copy in a kernel memory. Each user has an item once, with
 * the highest weight it came with. Of very long histories only the newest items count where pairs must stay within a budget.
 */

import type { Arena } from '../kernels/arena.ts'
import type { Offset } from '../kernels/offset.ts'
import { lengthCap } from './co-occurrence/distinct-histories.ts'
import type { Histories } from './histories.ts'

export interface SparseRows {
  /** One more than there are rows. */
  readonly offsets: Uint32Array<ArrayBuffer>
  /** Ascending within a row. */
  readonly columns: Uint32Array<ArrayBuffer>
  readonly values: Float32Array<ArrayBuffer>
}

/** `rowOf` gives the column of each item, -1 for none. Items of weight 0 are as if they had not been. */
export function userRows(histories: Histories, rowOf: Int32Array, pairBudget: number): SparseRows {
  const { userCount, weights, items } = histories
  const cap = lengthCap(histories, pairBudget)
  const offsets = new Uint32Array(userCount + 1)
  const columns = new Uint32Array(items.length)
  const values = new Float32Array(items.length)
  const highest = new Float32Array(rowOf.length)
  let end = 0
  for (let user = 0; user < userCount; user++) {
    const start = end
    const from = histories.offsets[user]!
    for (let position = histories.offsets[user + 1]! - 1; position >= from && end < start + cap; position--) {
      const column = rowOf[items[position]!]!
      const weight = weights === undefined ? 1 : weights[position]!
      if (column < 0 || weight <= 0) continue
      if (highest[column] === 0) columns[end++] = column
      highest[column] = Math.max(highest[column]!, weight)
    }
    columns.subarray(start, end).sort()
    for (let at = start; at < end; at++) {
      values[at] = highest[columns[at]!]!
      highest[columns[at]!] = 0
    }
    offsets[user + 1] = end
  }
  return { offsets, columns: columns.slice(0, end), values: values.slice(0, end) }
}

/** Every item has its own column. */
export const allItems = (itemCount: number): Int32Array => Int32Array.from({ length: itemCount }, (_, item) => item)

/** The same by column; columns of the result, which are rows of the given, ascend too. */
export function transposed({ offsets, columns, values }: SparseRows, columnCount: number): SparseRows {
  const starts = new Uint32Array(columnCount + 1)
  for (let at = 0; at < columns.length; at++) starts[columns[at]! + 1]! += 1
  for (let column = 0; column < columnCount; column++) starts[column + 1]! += starts[column]!
  const next = starts.slice(0, columnCount)
  const result = { offsets: starts, columns: new Uint32Array(columns.length), values: new Float32Array(columns.length) }
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const place = next[columns[at]!]!++
      result.columns[place] = row
      result.values[place] = values[at]!
    }
  return result
}

/** Rows 0, n, 2 n and so on. */
export function everyNth({ offsets, columns, values }: SparseRows, n: number): SparseRows {
  const rowCount = Math.ceil((offsets.length - 1) / n)
  const starts = new Uint32Array(rowCount + 1)
  for (let row = 0; row < rowCount; row++) starts[row + 1] = starts[row]! + offsets[row * n + 1]! - offsets[row * n]!
  const end = starts[rowCount]!
  const result = { offsets: starts, columns: new Uint32Array(end), values: new Float32Array(end) }
  for (let row = 0; row < rowCount; row++) {
    result.columns.set(columns.subarray(offsets[row * n], offsets[row * n + 1]), starts[row])
    result.values.set(values.subarray(offsets[row * n], offsets[row * n + 1]), starts[row])
  }
  return result
}

/** The sum of each row. */
export const rowSums = ({ offsets, values }: SparseRows): Float64Array =>
  Float64Array.from({ length: offsets.length - 1 }, (_, row) =>
    values.subarray(offsets[row], offsets[row + 1]).reduce((sum, value) => sum + value, 0),
  )

/** Sparse rows in a kernel memory. */
export interface PlacedRows {
  readonly rowCount: number
  readonly offsets: Offset
  readonly columns: Offset
  readonly values: Offset
}

export const placedBytes = (rowCount: number, cellCount: number): number => 4 * (rowCount + 1 + 2 * cellCount) + 192

export function placeRows(arena: Arena, { offsets, columns, values }: SparseRows): PlacedRows {
  const blocks = [arena.u32(offsets.length), arena.u32(columns.length), arena.f32(values.length)] as const
  blocks[0].view.set(offsets)
  blocks[1].view.set(columns)
  blocks[2].view.set(values)
  return {
    rowCount: offsets.length - 1,
    ...{ offsets: blocks[0].offset, columns: blocks[1].offset, values: blocks[2].offset },
  }
}
