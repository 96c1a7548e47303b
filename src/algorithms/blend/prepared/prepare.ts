/**
 * What serving makes of a blend before the first request, in the thread that loads it: the orders of what no history
 * changes, and the codes of vectors, in a memory that the thread and the server share.
 */

import type { MemoryRange } from '../../../kernels/arena.ts'
import { byteCountLimit, openKernels } from '../../../kernels/wasm-kernels.ts'
import type { ItemFacts } from '../../item-facts/params.ts'
import type { BlendParams } from '../params.ts'
import { scaleOf } from '../standardise.ts'
import {
  type ChunkReach,
  lengthsOf,
  mostOf,
  orderByReach,
  type StandingReach,
  standingReach,
  tableReach,
} from './chunk-reach.ts'
import { type FactLayers, factLayers, neighboursIn, tableWithNeighbours, withNeighbours } from './fact-layers.ts'
import { listedBytes } from './list-length.ts'
import { type Standing, standingOf } from './standing.ts'
import {
  type CodedTable,
  codedBytes,
  codeTable,
  codeWidth,
  placed,
  rowSlack,
  tablesOf,
  type VectorTable,
} from './vector-table.ts'

type Floats = Float32Array<ArrayBuffer>

/** Numbers of items by place: byte offsets in the memory. */
export interface CodedVectors {
  readonly memory: WebAssembly.Memory
  /** Where each thread that answers has its own arrays. */
  readonly ranges: readonly MemoryRange[]
  /** In the order of `tablesOf`. */
  readonly tables: readonly CodedTable[]
  readonly reach: ChunkReach
  /** Item of a place, and place of an item (u32). */
  readonly order: number
  readonly placeOf: number
  readonly base: PlacedStanding
  /** Where facts have a say: an empty history asks nothing of vectors. */
  readonly cold?: PlacedStanding
  readonly boosts?: number
}

export interface PlacedStanding {
  readonly scores: number
  readonly reach: StandingReach
}

export interface PreparedBlend {
  /** Log-scores of the parts that no history changes. */
  readonly base: Standing
  /** For an empty history. */
  readonly cold: Standing
  /** Of blends with vectors, with new items or with an objective. */
  readonly vectors?: CodedVectors
  /** Of blends with new items or with an objective. */
  readonly layers?: FactLayers
  /** Tables as they are asked, in the order of `tablesOf`; absent where no item takes the vectors of others. */
  readonly asked?: readonly VectorTable[]
}

/**
 * Undefined for a blend whose vectors do not fit a memory of kernels. `facts` say which items may be recommended, where new
 * items stand and what an objective adds. `threadCount`: how many answer at the same time.
 */
export function prepareBlend(params: BlendParams, facts: BlendFacts = {}, threadCount = 1): PreparedBlend | undefined {
  const itemCount = params.cold.length
  const tables = tablesOf(params.parts.map(({ part }) => part))
  const hasLayers = facts.newItems !== undefined || facts.boosts !== undefined
  const bytes = { placed: placedBytes(itemCount, tables, hasLayers), own: ownBytes(itemCount, tables), threadCount }
  if (sumOf(bytes) > byteCountLimit) return undefined
  const newItems = neighboursIn(facts)
  const asked = tables.map(table => tableWithNeighbours(table, newItems))
  const scores = { base: withNeighbours(baseOf(params), 1, newItems), cold: withNeighbours(params.cold, 1, newItems) }
  const standing = { base: ordered(scores.base, facts.allowed), cold: ordered(scores.cold, facts.allowed) }
  return {
    ...standing,
    ...((tables.length > 0 || hasLayers) && { vectors: codedVectors(params, tables, asked, standing, facts, bytes) }),
    ...(hasLayers && { layers: factLayers(newItems, facts.boosts, asked, scores) }),
    ...(newItems.items.length > 0 && { asked }),
  }
}

export type BlendFacts = Pick<ItemFacts, 'allowed' | 'newItems' | 'boosts'>

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

interface VectorBytes {
  readonly placed: number
  /** Of each thread that answers. */
  readonly own: number
  readonly threadCount: number
}

const sumOf = ({ placed, own, threadCount }: VectorBytes): number => placed + threadCount * own

/** Codes and standing scores by place. */
function placedBytes(itemCount: number, tables: readonly VectorTable[], hasLayers: boolean): number {
  const row = 4 * (itemCount + rowSlack)
  const each = tables.map(table => codedBytes(itemCount, table))
  return each.reduce((sum, bytes) => sum + bytes, (hasLayers ? 5 : 3) * row + slackBytes)
}

/** What a request needs: queries, scores, slacks and lists. */
function ownBytes(itemCount: number, tables: readonly VectorTable[]): number {
  const row = 4 * (itemCount + rowSlack)
  const queries = tables.reduce((sum, { width }) => sum + codeWidth(width), 0)
  return queries + 2 * row + 2 * listedBytes(itemCount) + slackBytes
}

function codedVectors(
  params: BlendParams,
  tables: readonly VectorTable[],
  asked: readonly VectorTable[],
  { base, cold }: { readonly base: Standing; readonly cold: Standing },
  { newItems, boosts }: BlendFacts,
  bytes: VectorBytes,
): CodedVectors {
  const hasLayers = newItems !== undefined || boosts !== undefined
  const itemCount = params.cold.length
  const space = openKernels({ byteCountMax: sumOf(bytes), deterministic: true })
  const order = space.arena.u32(itemCount)
  const lengths = asked.map(table => lengthsOf(table, itemCount))
  order.view.set(orderByReach(base.scores, params, tables, lengths))
  const placeOf = space.arena.u32(itemCount)
  for (let place = 0; place < itemCount; place++) placeOf.view[order.view[place]!] = place
  const standing = ({ scores }: Standing): PlacedStanding => ({
    scores: placed(space, scores, order.view).offset,
    reach: standingReach(scores, order.view),
  })
  return {
    memory: space.memory,
    tables: tables.map((table, at) => codeTable(space, order.view, table, asked[at]!)),
    reach: {
      tables: asked.map((table, at) => tableReach(table, lengths[at]!, order.view)),
      ...(boosts && { boosts: mostOf(boosts, order.view) }),
    },
    ...{ order: order.offset, placeOf: placeOf.offset, base: standing(base) },
    ...(hasLayers && { cold: standing(cold) }),
    ...(boosts && { boosts: placed(space, boosts, order.view).offset }),
    ranges: Array.from({ length: bytes.threadCount }, () => space.arena.range(bytes.own)),
  }
}
