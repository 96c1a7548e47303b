/**
 * A snapshot: the interactions of a dataset group as a training sees them, read once from the listed segments into
 * typed arrays, user after user, oldest first, ties in the order of segments and rows. Ids become dense indices in the
 * order of their UTF-8 bytes, so the same data give the same arrays whatever order they were imported in.
 *
 * DuckDB does what needs more room than memory (dictionaries, sort) and spills to `temporaryDirectory`; identical rows
 * collapse while its sorted stream is read. Nothing here knows recipes, jobs or records.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventFacts } from '../algorithms/event-facts.ts'
import type { Histories } from '../algorithms/histories.ts'
import type { ItemFeatures } from '../algorithms/item-features.ts'
import type { Situations } from '../algorithms/situations.ts'
import type { EventRule } from '../resources/event-rule.ts'
import type { ItemColumn } from './item-columns.ts'
import { readItemFeatures } from './item-features.ts'
import type { SituationSource } from './situation-columns.ts'
import { type ContextRead, contextsOf, situationsOf } from './situations.ts'
import { columnNames, inDuckDb, singleNumber } from './snapshot-engine.ts'
import { readHistories } from './snapshot-histories.ts'
import { readIds, type SnapshotIds } from './snapshot-ids.ts'
import { itemIdsSql, pickedSql, rowsSql } from './snapshot-sql.ts'

export interface SnapshotSpec {
  /** Parquet files, in the order of the dataset's segments. */
  readonly interactionFiles: readonly string[]
  readonly itemFiles: readonly string[]
  /** What to read of items. When given, items that nobody has interacted with get an index too. */
  readonly itemColumns?: readonly ItemColumn[]
  /** Columns of interactions to read beside them; none: no situations are read of these. */
  readonly contextColumns?: readonly SituationSource[]
  /** When given, what each interaction was is told beside the histories: its time, and its type where types are read. */
  readonly events?: { readonly readsTypes: boolean }
  readonly userFiles?: readonly string[]
  readonly userColumns?: readonly SituationSource[]
  /** Which interactions to take; none: all of them, each worth 1. */
  readonly eventRules: readonly EventRule[]
  /** Unique interactions are counted no further than this. */
  readonly uniqueCountMax: number
  readonly temporaryDirectory: string
  readonly memoryMb: number
}

export interface Snapshot {
  readonly users: SnapshotIds
  readonly items: SnapshotIds
  readonly histories: Histories
  /** Interactions that differ in user, item, time or event type, counted to `uniqueCountMax`. */
  readonly uniqueInteractionCount: number
  /** Different values of EVENT_TYPE before any rule. */
  readonly eventTypeCount: number
  /** Distinct items of the Items and Interactions datasets together. */
  readonly catalogueItemCount: number
  /** Where there is an Items dataset and its columns were asked for. */
  readonly itemFeatures?: ItemFeatures
  /** Where columns of contexts or users were asked for and are there. */
  readonly situations?: Situations
  /** Where they were asked for. */
  readonly events?: EventFacts
}

export type SnapshotStep = 'ids' | 'interactions'

export async function readSnapshot(spec: SnapshotSpec, onStep: (step: SnapshotStep) => void): Promise<Snapshot> {
  return inDuckDb(spec, async connection => {
    onStep('ids')
    const present = await columnNames(connection, spec.interactionFiles)
    const contextColumns = (spec.contextColumns ?? []).filter(({ name }) => present.includes(name.toUpperCase()))
    const typeColumns = spec.events?.readsTypes && present.includes(typeColumn.name) ? [typeColumn] : []
    await connection.run(rowsSql(spec.interactionFiles, present, [...contextColumns, ...typeColumns]))
    await connection.run(pickedSql(spec.eventRules))
    const users = await readIds(connection, 'users', 'USER_ID')
    const items = await readIds(connection, 'items', 'ITEM_ID', spec.itemColumns ? spec.itemFiles : [])
    const itemFeatures = await readFeatures(connection, spec, items.offsets.length - 1)
    onStep('interactions')
    const columns = await contextsOf(connection, [...contextColumns, ...typeColumns])
    const contexts = columns.slice(0, contextColumns.length)
    const read = await readHistories(connection, {
      userCount: users.offsets.length - 1,
      itemCount: items.offsets.length - 1,
      hasWeights: hasWeights(spec),
      contexts: columns.map(({ sql }) => sql),
    })
    const situations = await situationsOf(connection, contexts, read.contexts.slice(0, contexts.length), {
      files: spec.userFiles ?? [],
      columns: await presentIn(connection, spec.userFiles ?? [], spec.userColumns ?? []),
      userCount: users.offsets.length - 1,
    })
    return {
      users,
      items,
      histories: situations || spec.events ? withOrigin(read.histories) : read.histories,
      uniqueInteractionCount: await uniqueInteractions(connection, spec.uniqueCountMax),
      eventTypeCount: await singleNumber(connection, 'select count(distinct EVENT_TYPE) from rows'),
      catalogueItemCount: await singleNumber(connection, itemIdsSql(spec.itemFiles)),
      ...(itemFeatures && { itemFeatures }),
      ...(situations && { situations }),
      ...(spec.events && {
        events: eventsOf(read.histories, columns[contexts.length], read.contexts[contexts.length]),
      }),
    }
  })
}

const typeColumn: SituationSource = { name: 'EVENT_TYPE', kind: 'category' }

/** A type that all interactions have says nothing. */
const eventsOf = (
  { times }: Histories,
  column: ContextRead | undefined,
  codes: Uint32Array<ArrayBuffer> | undefined,
): EventFacts => ({
  times,
  ...(column && codes && column.values.length > 1 && { types: { values: column.values, codes } }),
})

/** So that parts of them find their situations and events. */
const withOrigin = (histories: Histories): Histories => ({
  ...histories,
  origin: {
    users: Uint32Array.from({ length: histories.userCount }, (_, user) => user),
    starts: histories.offsets.subarray(0, histories.userCount),
  },
})

async function presentIn(connection: DuckDBConnection, files: readonly string[], columns: readonly SituationSource[]) {
  const present = new Set(columns.length > 0 ? await columnNames(connection, files) : [])
  return columns.filter(({ name }) => present.has(name.toUpperCase()))
}

async function readFeatures(
  connection: DuckDBConnection,
  { itemColumns, itemFiles }: SnapshotSpec,
  itemCount: number,
): Promise<ItemFeatures | undefined> {
  if (itemColumns === undefined || itemFiles.length === 0) return undefined
  const present = new Set(await columnNames(connection, itemFiles))
  return readItemFeatures(connection, { itemFiles, itemColumns, itemCount, present })
}

const hasWeights = ({ eventRules }: SnapshotSpec): boolean => eventRules.some(rule => rule.weight !== 1)

const uniqueInteractions = (connection: DuckDBConnection, countMax: number): Promise<number> =>
  singleNumber(
    connection,
    `select count(*) from (
       select distinct USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE from picked limit ${Math.floor(countMax)})`,
  )
