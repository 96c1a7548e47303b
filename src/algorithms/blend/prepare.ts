/**
 * What serving makes of a blend before the first request, in the thread that loads it: the orders of what no history
 * changes, and the codes of vectors, in a memory that the thread and the server share.
 */

import { byteCountLimit, openKernels } from '../../kernels/wasm-kernels.ts'
import type { BlendParams } from './params.ts'
import { scaleOf } from './standardise.ts'
import { type Standing, standingOf } from './standing-scores.ts'
import {
  type CodedTable,
  codedBytes,
  codeTable,
  codeWidth,
  rowSlack,
  tablesOf,
  type VectorTable,
} from './vector-table.ts'

type Floats = Float32Array<ArrayBuffer>

export interface CodedVectors {
  readonly memory: WebAssembly.Memory
  /** Where the server's own arrays begin. */
  readonly start: number
  /** In the order of `tablesOf`. */
  readonly tables: readonly CodedTable[]
}

export interface PreparedBlend {
  /** Log-scores of the parts that no history changes. */
  readonly base: Standing
  /** For an empty history. */
  readonly cold: Standing
  /** Of blends with vectors. */
  readonly vectors?: CodedVectors
}

/** Undefined for a blend whose vectors do not fit a memory of kernels. `allowed`: 1 for items that may be recommended. */
export function prepareBlend(params: BlendParams, allowed?: Uint8Array): PreparedBlend | undefined {
  const itemCount = params.cold.length
  const tables = tablesOf(params.parts.map(({ part }) => part))
  if (vectorBytes(itemCount, tables) > byteCountLimit) return undefined
  const base = ordered(baseOf(params), allowed)
  const cold = ordered(params.cold, allowed)
  return { base, cold, ...(tables.length > 0 && { vectors: codedVectors(itemCount, tables) }) }
}

function ordered(given: Floats, allowed: Uint8Array | undefined): Standing {
  const scores = allowed
    ? Float32Array.from(given, (score, item) => (allowed[item] === 0 ? Number.NEGATIVE_INFINITY : score))
    : given
  return standingOf(scores)
}

function baseOf({ cold, parts, temperature }: BlendParams): Floats {
  const base = new Float32Array(cold.length)
  for (const { part, weight } of parts) {
    if (part.shape !== 'prior') continue
    const { mean, deviation } = scaleOf(part.scores)
    if (deviation === 0) continue
    const factor = (temperature * weight) / deviation
    for (let item = 0; item < base.length; item++) base[item]! += factor * (part.scores[item]! - mean)
  }
  return base
}

const slackBytes = 65536

/** Codes, and what a request needs: scores and slacks of all items, biases of each table, a query. */
function vectorBytes(itemCount: number, tables: readonly VectorTable[]): number {
  const row = 4 * (itemCount + rowSlack)
  const each = tables.map(table => codedBytes(itemCount, table) + (table.biases ? row : 0) + 2 * codeWidth(table.width))
  return each.reduce((sum, bytes) => sum + bytes, 2 * row + slackBytes)
}

function codedVectors(itemCount: number, tables: readonly VectorTable[]): CodedVectors {
  const space = openKernels({ byteCountMax: vectorBytes(itemCount, tables), deterministic: true })
  const coded = tables.map(table => codeTable(space, itemCount, table))
  return { memory: space.memory, start: space.arena.mark(), tables: coded }
}
