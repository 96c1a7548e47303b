/** The tables of a blend with the queries of one history, as kernels take them. */

import type { Block } from '../../../kernels/arena.ts'
import { quantiseQuery } from '../../../kernels/query-codes.ts'
import type { KernelSpace } from '../../../kernels/wasm-kernels.ts'
import type { QuerySize } from '../prepared/chunk-reach.ts'
import { type CodedTable, codeWidth } from '../prepared/vector-table.ts'
import type { HistoryScores } from './history-scores.ts'

export interface AskedTable extends Pick<CodedTable, 'codes' | 'scales' | 'biases'>, QuerySize {
  /** Of a row of codes. */
  readonly width: number
  readonly query: number
  /** As `quantiseQuery` gives them. */
  readonly factor: number
  readonly margin: number
}

export class AskedTables {
  readonly #of: HistoryScores
  readonly #tables: readonly CodedTable[]
  readonly #queries: readonly Block<Int8Array>[]

  constructor(of: HistoryScores, space: KernelSpace, tables: readonly CodedTable[]) {
    this.#of = of
    this.#tables = tables
    this.#queries = of.tables.map(({ width }) => space.arena.i8(codeWidth(width)))
  }

  /** None where vectors have no say. */
  ask(): readonly AskedTable[] {
    const { tables, queries, hasQueries } = this.#of
    if (!hasQueries) return []
    return tables.map(({ width }, at) => {
      const query = queries[at]!
      const { codes, scales, biases } = this.#tables[at]!
      const numbers = query.subarray(0, width)
      return {
        ...{ codes, scales, ...(biases !== undefined && { biases }), width: codeWidth(width) },
        ...{ query: this.#queries[at]!.offset, ...quantiseQuery(numbers, this.#queries[at]!.view) },
        length: Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0)),
        bias: query[width] ?? 0,
      }
    })
  }
}
