/**
 * Which dense items each user had, each once, with the highest weight it came with: the sparse matrix X of users × items, by
 * user and by item. Of very long histories only the newest items count, so that the pairs stay within a budget.
 */

import { lengthCap } from '../co-occurrence/distinct-histories.ts'
import type { Histories } from '../histories.ts'

export interface SparseRows {
  /** One more than there are rows. */
  readonly offsets: Uint32Array<ArrayBuffer>
  /** Ascending within a row. */
  readonly columns: Uint32Array<ArrayBuffer>
  readonly values: Float32Array<ArrayBuffer>
}

/** Users × dense rows. Items of weight 0 are as if they had not been. */
export function userRows(histories: Histories, rows: Int32Array, pairBudget: number): SparseRows {
  const { userCount, weights, items } = histories
  const cap = lengthCap(histories, pairBudget)
  const offsets = new Uint32Array(userCount + 1)
  const columns = new Uint32Array(items.length)
  const values = new Float32Array(items.length)
  const highest = new Float32Array(rows.length)
  let end = 0
  for (let user = 0; user < userCount; user++) {
    const start = end
    const from = histories.offsets[user]!
    for (let position = histories.offsets[user + 1]! - 1; position >= from && end < start + cap; position--) {
      const row = rows[items[position]!]!
      const weight = weights === undefined ? 1 : weights[position]!
      if (row < 0 || weight <= 0) continue
      if (highest[row] === 0) columns[end++] = row
      highest[row] = Math.max(highest[row]!, weight)
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
