/**
 * Reads a dataset group's segments into the parts of a profile. DuckDB does what needs more room than memory (newest
 * records, sort) and spills; everything that stays is in typed arrays, so that the thread this runs in can hand it over.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import { chunksOf, columnNames, inDuckDb, numbersOf, singleNumber } from '../datasets/snapshot-engine.ts'
import { type Cells, type ColumnKind, nullCells } from '../profiles/columns.ts'
import type { EntityParts } from '../profiles/entities.ts'
import type { ProfileParts } from '../profiles/group-profile.ts'
import { type ImpressionParts, noImpressions } from '../profiles/impression-counts.ts'
import type { InteractionParts } from '../profiles/interaction-store.ts'
import { type TextParts, TextTable } from '../profiles/text-table.ts'
import { HistoryFiller, type OwnColumn } from './history-filler.ts'
import {
  dictionaryRowsSql,
  dictionarySql,
  type EntitySql,
  entityRowsSql,
  eventIdsSql,
  historiesSql,
  historyCountSql,
  idsSql,
  impressionsSql,
  interactionsSql,
  recordsSql,
  sessionRowsSql,
  typesSql,
} from './profile-sql.ts'
import type { EntitySource, ReadSpec } from './read-spec.ts'

export const readProfile = (spec: ReadSpec): Promise<ProfileParts> =>
  inDuckDb(spec, async connection => {
    const { files, columns } = spec.interactions
    const stored = await columnNames(connection, files)
    const own = columns.filter(({ name }) => stored.includes(name))
    for (const sql of interactionsSql(files, stored, own)) await connection.run(sql)
    const items = await readEntities(connection, 'items', 'ITEM_ID', spec.items)
    const users = await readEntities(connection, 'users', 'USER_ID', spec.users)
    await connection.run(typesSql)
    const eventTypes = await readTexts(connection, 'select EVENT_TYPE from types order by CODE')
    const texts = await readOwnColumns(connection, own)
    const missing = columns.filter(column => !own.includes(column))
    const sessions = await readSessions(connection)
    return {
      items,
      users,
      eventTypes: Array.from({ length: eventTypes.size }, (_, code) => eventTypes.textAt(code)),
      interactions: await readHistories(connection, 'users', users.ids.size, eventTypes.size, texts, missing),
      ...sessions,
      anonymous: await readHistories(connection, 'sessions', sessions.sessions.size, eventTypes.size, texts, missing),
      eventIds: (await readTexts(connection, eventIdsSql)).parts(),
      impressions: await readImpressions(connection, impressionsSql(stored)),
    }
  })

async function readTexts(connection: DuckDBConnection, sql: string): Promise<TextTable> {
  const texts = new TextTable()
  for await (const chunk of chunksOf(connection, sql)) {
    for (const text of chunk.getColumnValues(0)) texts.add(String(text))
  }
  return texts
}

async function readImpressions(connection: DuckDBConnection, sql: string | undefined): Promise<ImpressionParts> {
  if (sql === undefined) return noImpressions()
  const ids = new TextTable()
  const counts: number[] = []
  for await (const chunk of chunksOf(connection, sql)) {
    for (const id of chunk.getColumnValues(0)) ids.add(String(id))
    counts.push(...numbersOf<Uint32Array>(chunk, 1).subarray(0, chunk.rowCount))
  }
  return { ids: ids.parts(), counts: Uint32Array.from(counts) }
}

async function readEntities(
  connection: DuckDBConnection,
  table: EntitySql['table'],
  key: EntitySql['key'],
  { files, columns }: EntitySource,
): Promise<EntityParts> {
  const stored = await columnNames(connection, files)
  const present = columns.filter(({ name }) => stored.includes(name))
  const sql = { table, key, files, columns: present }
  await connection.run(recordsSql(sql))
  await connection.run(idsSql(sql))
  const count = await singleNumber(connection, `select count(*) from ids_${table}`)
  const ids = new TextTable()
  const records = new Uint8Array(count)
  const fillers = present.map(column => new CellFiller(column, count))
  let row = 0
  for await (const chunk of chunksOf(connection, entityRowsSql(sql))) {
    for (const id of chunk.getColumnValues(0)) ids.add(String(id))
    records.set(numbersOf<Uint8Array>(chunk, 1).subarray(0, chunk.rowCount), row)
    for (const [at, filler] of fillers.entries()) filler.take(chunk, at + 2, row)
    row += chunk.rowCount
  }
  const missing = columns.filter(column => !present.includes(column))
  const cells = [...fillers.map(filler => filler.finish()), ...missing.map(column => nullCells(column))]
  return { ids: ids.parts(), records, cells }
}

/** The cells of one column of items or users. */
class CellFiller {
  readonly #cells: Cells
  readonly #texts = new TextTable()

  constructor(column: ColumnKind, count: number) {
    this.#cells = nullCells(column, count)
  }

  take(chunk: Parameters<typeof numbersOf>[0], column: number, row: number): void {
    const { values } = this.#cells
    if (this.#cells.type !== 'string') {
      values.set(numbersOf<Float64Array>(chunk, column).subarray(0, chunk.rowCount), row)
      return
    }
    for (const [at, text] of chunk.getColumnValues(column).entries()) {
      if (text !== null) values[row + at] = this.#texts.add(String(text)) + 1
    }
  }

  finish(): Cells {
    return this.#cells.type === 'string' ? { ...this.#cells, texts: this.#texts.parts() } : this.#cells
  }
}

async function readOwnColumns(
  connection: DuckDBConnection,
  own: readonly ColumnKind[],
): Promise<readonly (OwnColumn & { texts?: TextParts })[]> {
  const columns: OwnColumn[] = []
  for (const [at, kind] of own.entries()) {
    if (kind.type !== 'string') {
      columns.push({ kind })
      continue
    }
    await connection.run(dictionarySql(kind, at))
    columns.push({ kind, texts: (await readTexts(connection, dictionaryRowsSql(at))).parts() })
  }
  return columns
}

async function readSessions(connection: DuckDBConnection): Promise<Pick<ProfileParts, 'sessions' | 'sessionUsers'>> {
  const count = await singleNumber(connection, 'select count(*) from sessions')
  const sessions = new TextTable()
  const sessionUsers = new Uint32Array(count)
  for await (const chunk of chunksOf(connection, sessionRowsSql)) {
    sessionUsers.set(numbersOf<Uint32Array>(chunk, 1).subarray(0, chunk.rowCount), sessions.size)
    for (const id of chunk.getColumnValues(0)) sessions.add(String(id))
  }
  return { sessions: sessions.parts(), sessionUsers }
}

async function readHistories(
  connection: DuckDBConnection,
  owner: 'users' | 'sessions',
  ownerCount: number,
  typeCount: number,
  own: readonly OwnColumn[],
  missing: readonly ColumnKind[],
): Promise<InteractionParts> {
  const rowCount = await singleNumber(connection, historyCountSql(owner))
  // Both kinds of owner have the texts; a table is handed over once only.
  const columns = owner === 'users' ? own : own.map(copied)
  const filler = new HistoryFiller(ownerCount, rowCount, typeCount, columns)
  const kinds = own.map(({ kind }) => kind)
  for await (const chunk of chunksOf(connection, historiesSql(owner, kinds))) filler.take(chunk)
  const parts = filler.finish()
  return { ...parts, fields: [...parts.fields, ...missing.map(column => nullCells(column))] }
}

const copied = ({ kind, texts }: OwnColumn): OwnColumn =>
  texts === undefined
    ? { kind }
    : {
        kind,
        texts: {
          size: texts.size,
          bytes: texts.bytes.slice(),
          offsets: texts.offsets.slice(),
          slots: texts.slots.slice(),
        },
      }
