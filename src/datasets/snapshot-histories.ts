/**
 * Reads the sorted stream of interactions into arrays. Rows of which every column is equal stand at the same moment of
 * the same user, so they are found by looking back over that moment only.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Histories } from '../algorithms/histories.ts'
import { chunksOf, numbersOf, singleNumber } from './snapshot-engine.ts'
import { type CodeSql, historiesSql } from './snapshot-sql.ts'

export interface ReadHistories {
  readonly histories: Histories
  /** Of each context column, a code per interaction. */
  readonly contexts: readonly Uint32Array<ArrayBuffer>[]
}

export interface HistoriesSpec {
  readonly userCount: number
  readonly itemCount: number
  readonly hasWeights: boolean
  readonly contexts: readonly CodeSql[]
}

const firstContext = 5

export async function readHistories(
  connection: DuckDBConnection,
  { userCount, itemCount, hasWeights, contexts }: HistoriesSpec,
): Promise<ReadHistories> {
  const rowCount = await singleNumber(connection, 'select count(*) from picked')
  const filler = new HistoryFiller(userCount, rowCount, hasWeights)
  const codes = contexts.map(() => new Uint32Array(rowCount))
  for await (const chunk of chunksOf(connection, historiesSql(contexts))) {
    const users = numbersOf<Uint32Array>(chunk, 0)
    const items = numbersOf<Uint32Array>(chunk, 1)
    const times = numbersOf<Float64Array>(chunk, 2)
    const weights = numbersOf<Float32Array>(chunk, 3)
    const digests = numbersOf<BigUint64Array>(chunk, 4)
    const read = contexts.map((_, at) => numbersOf<Uint32Array>(chunk, firstContext + at))
    for (let row = 0; row < chunk.rowCount; row++) {
      const place = filler.add(users[row]!, items[row]!, times[row]!, weights[row]!, digests[row]!)
      if (place !== undefined) for (const [at, column] of read.entries()) codes[at]![place] = column[row]!
    }
  }
  const histories = filler.finish(itemCount)
  return { histories, contexts: codes.map(column => column.subarray(0, histories.items.length)) }
}

class HistoryFiller {
  readonly #offsets: Uint32Array<ArrayBuffer>
  readonly #items: Uint32Array<ArrayBuffer>
  readonly #times: Float64Array<ArrayBuffer>
  readonly #weights: Float32Array<ArrayBuffer> | undefined
  #length = 0
  #user = -1
  #time = Number.NaN
  /** Digests of the moment's rows by item. */
  readonly #moment = new Map<number, bigint[]>()

  constructor(userCount: number, rowCount: number, hasWeights: boolean) {
    this.#offsets = new Uint32Array(userCount + 1)
    this.#items = new Uint32Array(rowCount)
    this.#times = new Float64Array(rowCount)
    this.#weights = hasWeights ? new Float32Array(rowCount) : undefined
  }

  /** Where it stands now; undefined when it is a repeat. */
  add(user: number, item: number, time: number, weight: number, digest: bigint): number | undefined {
    if (user !== this.#user || time !== this.#time) {
      this.#moment.clear()
      this.#user = user
      this.#time = time
    }
    if (this.#isRepeat(item, digest)) return undefined
    this.#items[this.#length] = item
    this.#times[this.#length] = time
    if (this.#weights) this.#weights[this.#length] = weight
    this.#offsets[user + 1]! += 1
    return this.#length++
  }

  finish(itemCount: number): Histories {
    const offsets = this.#offsets
    for (let user = 0; user + 1 < offsets.length; user++) offsets[user + 1]! += offsets[user]!
    const histories = {
      userCount: offsets.length - 1,
      itemCount,
      offsets,
      items: this.#items.subarray(0, this.#length),
      times: this.#times.subarray(0, this.#length),
    }
    return this.#weights ? { ...histories, weights: this.#weights.subarray(0, this.#length) } : histories
  }

  #isRepeat(item: number, digest: bigint): boolean {
    const digests = this.#moment.get(item)
    if (digests === undefined) this.#moment.set(item, [digest])
    else if (digests.includes(digest)) return true
    else digests.push(digest)
    return false
  }
}
