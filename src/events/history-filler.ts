/**
 * Gathers the sorted stream of one kind of owner's interactions into arrays. Rows of which every column is equal stand at
 * the same moment of the same owner, so they are found by looking back over that moment only.
 */

import type { DuckDBDataChunk } from '@duckdb/node-api'
import { numbersOf } from '../datasets/snapshot-engine.ts'
import type { Cells, ColumnKind } from '../profiles/columns.ts'
import type { InteractionParts } from '../profiles/interaction-store.ts'
import type { TextParts } from '../profiles/text-table.ts'

export interface OwnColumn {
  readonly kind: ColumnKind
  /** Of text columns. */
  readonly texts?: TextParts
}

type Values = Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

const firstOwnColumn = 6
const wholeSecondsMax = 2 ** 32 - 1
const smallCodeMax = 255

function valuesFor({ type }: ColumnKind, count: number): Values {
  if (type === 'number') return new Float64Array(count)
  return type === 'boolean' ? new Uint8Array(count) : new Uint32Array(count)
}

export class HistoryFiller {
  readonly #offsets: Uint32Array<ArrayBuffer>
  readonly #items: Uint32Array<ArrayBuffer>
  #times: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
  readonly #types: Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>
  readonly #values: Float32Array<ArrayBuffer>
  readonly #own: readonly OwnColumn[]
  readonly #ownValues: readonly Values[]
  #hasValues = false
  #length = 0
  #owner = -1
  #time = Number.NaN
  /** Digests of the moment's rows by item. */
  readonly #moment = new Map<number, bigint[]>()

  constructor(ownerCount: number, rowCount: number, typeCount: number, own: readonly OwnColumn[]) {
    this.#offsets = new Uint32Array(ownerCount + 1)
    this.#items = new Uint32Array(rowCount)
    this.#times = new Uint32Array(rowCount)
    this.#types = typeCount > smallCodeMax ? new Uint32Array(rowCount) : new Uint8Array(rowCount)
    this.#values = new Float32Array(rowCount)
    this.#own = own
    this.#ownValues = own.map(({ kind }) => valuesFor(kind, rowCount))
  }

  take(chunk: DuckDBDataChunk): void {
    const owners = numbersOf<Uint32Array>(chunk, 0)
    const items = numbersOf<Uint32Array>(chunk, 1)
    const times = numbersOf<Float64Array>(chunk, 2)
    const types = numbersOf<Uint32Array>(chunk, 3)
    const values = numbersOf<Float32Array>(chunk, 4)
    const digests = numbersOf<BigUint64Array>(chunk, 5)
    const own = this.#own.map((_, at) => numbersOf<Values>(chunk, firstOwnColumn + at))
    for (let row = 0; row < chunk.rowCount; row++) {
      if (this.#isRepeat(owners[row]!, times[row]!, items[row]!, digests[row]!)) continue
      const at = this.#length++
      this.#items[at] = items[row]!
      this.#putTime(at, times[row]!)
      this.#types[at] = types[row]!
      this.#values[at] = values[row]!
      this.#hasValues ||= !Number.isNaN(values[row]!)
      for (let column = 0; column < own.length; column++) this.#ownValues[column]![at] = own[column]![row]!
      this.#offsets[owners[row]! + 1]! += 1
    }
  }

  finish(): InteractionParts {
    const offsets = this.#offsets
    for (let owner = 0; owner + 1 < offsets.length; owner++) offsets[owner + 1]! += offsets[owner]!
    const parts = {
      offsets,
      items: this.#fitted(this.#items),
      times: this.#fitted(this.#times),
      types: this.#fitted(this.#types),
      fields: this.#own.map((column, at) => cellsOf(column, this.#fitted(this.#ownValues[at]!))),
    }
    return this.#hasValues ? { ...parts, values: this.#fitted(this.#values) } : parts
  }

  /** Without the room that repeats would have taken. */
  #fitted<V extends { readonly length: number; slice(from: number, to: number): V }>(view: V): V {
    return this.#length === view.length ? view : view.slice(0, this.#length)
  }

  #putTime(at: number, time: number): void {
    const isWhole = Number.isInteger(time) && time >= 0 && time <= wholeSecondsMax
    if (!isWhole && this.#times instanceof Uint32Array) this.#times = Float64Array.from(this.#times)
    this.#times[at] = time
  }

  #isRepeat(owner: number, time: number, item: number, digest: bigint): boolean {
    if (owner !== this.#owner || time !== this.#time) {
      this.#moment.clear()
      this.#owner = owner
      this.#time = time
    }
    const digests = this.#moment.get(item)
    if (digests === undefined) this.#moment.set(item, [digest])
    else if (digests.includes(digest)) return true
    else digests.push(digest)
    return false
  }
}

function cellsOf({ kind: { name, type, isCategorical }, texts }: OwnColumn, values: Values): Cells {
  if (type === 'number') return { name, type, values: values as Float64Array<ArrayBuffer> }
  if (type === 'boolean') return { name, type, values: values as Uint8Array<ArrayBuffer> }
  return { name, type, isCategorical, values: values as Uint32Array<ArrayBuffer>, texts: texts as TextParts }
}
