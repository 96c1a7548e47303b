/**
 * What serving knows of item vectors beforehand: mean and covariance over the catalogue, from which mean and deviation of
 * the scores of any query follow without a pass over the items; and 7-bit codes, from which all scores follow roughly, so
 * that only the best are computed exactly. Biases of items count as one more column.
 *
 *   mean(V·q) = m·q      variance(V·q) = q·C·q
 */

import type { Block } from '../../../kernels/arena.ts'
import { gemmWorkspaceBytes } from '../../../kernels/kernels.ts'
import { type KernelSpace, openKernels } from '../../../kernels/wasm-kernels.ts'
import { layoutOf } from '../../sequence-model/layout.ts'
import type { Part } from '../params.ts'

type Floats = Float32Array<ArrayBuffer>

export interface VectorTable {
  /** Items × width. */
  readonly vectors: Floats
  readonly width: number
  readonly biases?: Floats
}

/** Byte offsets in the memory, where rows lie by place, and moments of the table's columns. */
export interface CodedTable extends ColumnMoments {
  readonly codes: number
  readonly scales: number
  /** Where the table has any. */
  readonly biases?: number
}

/** What a part's query is multiplied with; undefined for parts that have no vectors. */
export function tableOf(part: Part): VectorTable | undefined {
  if (part.shape === 'factors') return { vectors: part.outputs, width: part.dimension }
  if (part.shape !== 'sequence') return undefined
  const { shape, weights } = part.params
  const { items, itemBiases } = layoutOf(shape)
  return {
    vectors: weights.subarray(items, items + shape.itemCount * shape.dimension),
    width: shape.dimension,
    biases: weights.subarray(itemBiases, itemBiases + shape.itemCount),
  }
}

const isSame = (one: Floats, other: Floats): boolean =>
  one.buffer === other.buffer && one.byteOffset === other.byteOffset

/** Parts that are one matrix asked with two forms of history share a table. */
export function tablesOf(parts: readonly Part[]): readonly VectorTable[] {
  const tables: VectorTable[] = []
  for (const part of parts) {
    const table = tableOf(part)
    if (table && !tables.some(({ vectors }) => isSame(vectors, table.vectors))) tables.push(table)
  }
  return tables
}

/** Index among `tables` of what `tableOf` gives for the part. */
export function tableIndex(tables: readonly VectorTable[], part: Part): number {
  const own = tableOf(part)
  return own ? tables.findIndex(({ vectors }) => isSame(vectors, own.vectors)) : -1
}

/** Kernels for codes want rows of multiples of 16. */
export const codeWidth = (width: number): number => Math.ceil(width / 16) * 16

/** Rows that are read or written in fours. */
export const rowSlack = 4

const lineBytes = 64

export const codedBytes = (itemCount: number, { width, biases }: VectorTable): number =>
  itemCount * codeWidth(width) + (biases ? 8 : 4) * (itemCount + rowSlack) + 3 * lineBytes

const blockLength = 4096

/**
 * Takes `codedBytes` of the space. `order`: items by place. `asked`: the table as it is asked, where that is not the one a part
 * has learnt.
 */
export function codeTable(space: KernelSpace, order: Uint32Array, table: VectorTable, asked: VectorTable): CodedTable {
  const itemCount = order.length
  const codes = space.arena.u8(itemCount * codeWidth(table.width)).offset
  const scales = space.arena.f32(itemCount + rowSlack).offset
  quantise(order, asked, space, { codes, scales })
  const moments = columnMoments(itemCount, columnCount(table), (item, out, at) => {
    putColumns(table, item, out, at)
  })
  if (!asked.biases) return { codes, scales, ...moments }
  return { codes, scales, biases: placed(space, asked.biases, order).offset, ...moments }
}

/** Numbers of items by place. */
export function placed({ arena }: KernelSpace, numbers: Floats, order: Uint32Array): Block<Float32Array> {
  const block = arena.f32(order.length + rowSlack)
  for (let place = 0; place < order.length; place++) block.view[place] = numbers[order[place]!]!
  return block
}

/** Through a block beside the codes, since kernels read from their own memory. */
function quantise(
  order: Uint32Array,
  { vectors, width }: VectorTable,
  { memory }: KernelSpace,
  { codes, scales }: Pick<CodedTable, 'codes' | 'scales'>,
): void {
  const itemCount = order.length
  const padded = codeWidth(width)
  const aside = openKernels({ byteCountMax: blockLength * (padded * 5 + 4) + 8 * lineBytes, deterministic: true })
  const rows = aside.arena.f32(blockLength * padded)
  const [blockCodes, blockScales] = [aside.arena.u8(blockLength * padded), aside.arena.f32(blockLength)]
  const [allCodes, allScales] = [
    new Uint8Array(memory.buffer, codes, itemCount * padded),
    new Float32Array(memory.buffer, scales, itemCount),
  ]
  for (let from = 0; from < itemCount; from += blockLength) {
    const count = Math.min(blockLength, itemCount - from)
    for (let row = 0; row < count; row++) {
      const item = order[from + row]!
      rows.view.set(vectors.subarray(item * width, (item + 1) * width), row * padded)
    }
    aside.kernels.quantiseRows(count, padded, rows.offset, blockCodes.offset, blockScales.offset)
    allCodes.set(blockCodes.view.subarray(0, count * padded), from * padded)
    allScales.set(blockScales.view.subarray(0, count), from)
  }
}

/** Columns of the vectors, and of the biases where there are any. */
export const columnCount = ({ width, biases }: VectorTable): number => width + (biases ? 1 : 0)

/** Writes an item's columns from `at` on; returns what comes after them. */
export function putColumns(
  { vectors, width, biases }: VectorTable,
  item: number,
  out: Float32Array | Float64Array,
  at: number,
): number {
  for (let k = 0; k < width; k++) out[at + k] = vectors[item * width + k]!
  if (biases) out[at + width] = biases[item]!
  return at + width + (biases ? 1 : 0)
}

export interface ColumnMoments {
  readonly means: Float64Array<ArrayBuffer>
  /** Row-major. */
  readonly covariance: Float64Array<ArrayBuffer>
}

/** Writes the columns of an item from `at` on. */
type Put = (item: number, out: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>, at: number) => void

function meansOf(itemCount: number, size: number, put: Put): Float64Array<ArrayBuffer> {
  const means = new Float64Array(size)
  const own = new Float64Array(size)
  for (let item = 0; item < itemCount; item++) {
    put(item, own, 0)
    for (let k = 0; k < size; k++) means[k]! += own[k]!
  }
  for (let k = 0; k < size; k++) means[k]! /= Math.max(1, itemCount)
  return means
}

/** The covariance of centred rows, block by block on the kernels, added up in f64. */
export function columnMoments(itemCount: number, size: number, put: Put): ColumnMoments {
  const means = meansOf(itemCount, size, put)
  const covariance = new Float64Array(size * size)
  const byteCountMax = 4 * size * (blockLength + size) + gemmWorkspaceBytes + 8 * lineBytes
  const { arena, kernels } = openKernels({ byteCountMax, deterministic: true })
  const [rows, products] = [arena.f32(blockLength * size), arena.f32(size * size)]
  const own = new Float64Array(size)
  const workspace = arena.bytes(gemmWorkspaceBytes)
  for (let from = 0; from < itemCount; from += blockLength) {
    const count = Math.min(blockLength, itemCount - from)
    for (let row = 0; row < count; row++) {
      put(from + row, own, 0)
      for (let k = 0; k < size; k++) rows.view[row * size + k] = own[k]! - means[k]!
    }
    kernels.gemm(
      ...([size, size, count] as const),
      ...([rows.offset, 1, size, rows.offset, size, 1] as const),
      ...([products.offset, size, 0, workspace] as const),
    )
    for (let at = 0; at < covariance.length; at++) covariance[at]! += products.view[at]!
  }
  for (let at = 0; at < covariance.length; at++) covariance[at]! /= Math.max(1, itemCount)
  return { means, covariance }
}

/** A deviation below this share of what the scores are made of is what rounding leaves of none. */
const nothing = 1e-6

/** Of the scores of a query over the catalogue, as `scaleOf` gives it; `query` has a number for each column. */
export function scaleOfQuery(
  { means, covariance }: Pick<CodedTable, 'means' | 'covariance'>,
  query: ArrayLike<number>,
): { readonly mean: number; readonly deviation: number } {
  const size = means.length
  let [mean, variance, magnitude] = [0, 0, 0]
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += covariance[i * size + j]! * query[j]!
    mean += means[i]! * query[i]!
    variance += query[i]! * sum
    magnitude += Math.abs(means[i]! * query[i]!)
  }
  const deviation = Math.sqrt(Math.max(0, variance))
  return { mean, deviation: deviation > nothing * magnitude ? deviation : 0 }
}
