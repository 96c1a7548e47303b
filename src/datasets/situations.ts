/**
 * Reads situations beside a snapshot: context columns as codes that DuckDB gives along with the interactions, columns of the
 * Users dataset by the same user indices. Categories keep their most frequent values; numbers fall into ten buckets of about
 * as many rows each. Values are numbered in the order of their bytes, so the same data give the same features.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import { bucketOf, featureKey, type SituationColumn, type Situations } from '../algorithms/situations.ts'
import { categoryValues } from './category-values.ts'
import type { SituationSource } from './situation-columns.ts'
import { chunksOf } from './snapshot-engine.ts'
import { bucketCode, type CodeSql, contextCode, contextValuesSql, quantilesSql, userRowsSql } from './snapshot-sql.ts'

/** Of one column; what is rarer is as good as unknown. */
const valueCountMax = 10_000
const quantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** A column with its values in order, before it has a place among the others. */
interface Values {
  readonly column: Pick<SituationColumn, 'name' | 'source' | 'kind' | 'borders'>
  readonly values: readonly string[]
}

export interface ContextRead extends Values {
  readonly sql: CodeSql
}

export async function contextsOf(
  connection: DuckDBConnection,
  columns: readonly SituationSource[],
): Promise<readonly ContextRead[]> {
  const read: ContextRead[] = []
  for (const [at, column] of columns.entries())
    read.push(await (column.kind === 'number' ? numbers(connection, column, at) : categories(connection, column, at)))
  return read
}

async function numbers(connection: DuckDBConnection, { name }: SituationSource, at: number): Promise<ContextRead> {
  const reader = await connection.runAndReadAll(quantilesSql(at, quantiles))
  const borders = bordersOf(reader.getRows().map(([value]) => Number(value)))
  return { ...bucketed(name, 'context', borders), sql: bucketCode(at, borders) }
}

async function categories(connection: DuckDBConnection, { name }: SituationSource, at: number): Promise<ContextRead> {
  await connection.run(contextValuesSql(at, valueCountMax))
  const reader = await connection.runAndReadAll(`select VALUE from context_${at} order by CODE`)
  const values = reader.getRows().map(([value]) => String(value))
  const column = { name: name.toUpperCase(), source: 'context', kind: 'category', borders: [] } as const
  return { column, values, sql: contextCode(at) }
}

const bordersOf = (sorted: readonly number[]): readonly number[] =>
  [...new Set(sorted.filter(value => Number.isFinite(value)))].slice(0, quantiles.length)

const bucketed = (name: string, source: SituationColumn['source'], borders: readonly number[]): Values => ({
  column: { name: name.toUpperCase(), source, kind: 'number', borders },
  values: Array.from({ length: borders.length + 1 }, (_, bucket) => String(bucket)),
})

interface UsersSpec {
  readonly files: readonly string[]
  readonly columns: readonly SituationSource[]
  readonly userCount: number
}

/** `codes`: of each context column, its values' places plus one. Undefined when nothing is known at all. */
export async function situationsOf(
  connection: DuckDBConnection,
  contexts: readonly Values[],
  codes: readonly Uint32Array<ArrayBuffer>[],
  users: UsersSpec,
): Promise<Situations | undefined> {
  const cells = users.files.length > 0 ? await userCells(connection, users) : []
  const all: readonly Values[] = [...contexts, ...cells]
  if (all.length === 0) return undefined
  const firsts = firstFeatures(all)
  const columns = all.map(({ column }, at): SituationColumn => ({ ...column, firstFeature: firsts[at]! }))
  for (const [at, column] of codes.entries())
    for (let row = 0; row < column.length; row++) if (column[row]! > 0) column[row]! += firsts[at]!
  const names = encoded(all.flatMap(({ values }, at) => values.map(value => featureKey(at, value))))
  const rows = featureRows(cells, firsts.slice(contexts.length), users.userCount)
  return { columns, names, contexts: codes, ...(cells.length > 0 && { users: rows }) }
}

function firstFeatures(all: readonly Values[]): readonly number[] {
  let next = 0
  return all.map(({ values }) => {
    const first = next
    next += values.length
    return first
  })
}

function encoded(keys: readonly string[]): Situations['names'] {
  const offsets = new Uint32Array(keys.length + 1)
  for (const [at, key] of keys.entries()) offsets[at + 1] = offsets[at]! + Buffer.byteLength(key)
  return { bytes: Uint8Array.from(Buffer.from(keys.join(''))), offsets }
}

interface UserCells extends Values {
  /** Places of values by user. */
  readonly places: ReadonlyMap<number, readonly number[]>
}

async function userCells(connection: DuckDBConnection, { files, columns }: UsersSpec): Promise<readonly UserCells[]> {
  if (columns.length === 0) return []
  const raw = columns.map(() => new Map<number, unknown>())
  for await (const chunk of chunksOf(connection, userRowsSql(files, columns))) {
    const users = chunk.getColumnValues(0)
    for (const [at, cells] of raw.entries()) {
      const values = chunk.getColumnValues(at + 1)
      for (let row = 0; row < chunk.rowCount; row++) {
        const value = values[row]
        if (value !== null && value !== '') cells.set(Number(users[row]), value)
      }
    }
  }
  return columns.map((column, at) => (column.kind === 'number' ? userNumbers : userCategories)(column.name, raw[at]!))
}

function userNumbers(name: string, raw: ReadonlyMap<number, unknown>): UserCells {
  const known = [...raw].map(([user, value]) => [user, Number(value)] as const)
  const sorted = Float64Array.from(known, ([, value]) => value).sort()
  const borders = bordersOf(quantiles.map(share => sorted[Math.floor(share * sorted.length)] ?? Number.NaN))
  const places = new Map(known.map(([user, value]) => [user, [bucketOf(borders, value)]]))
  return { ...bucketed(name, 'user', borders), places }
}

function userCategories(name: string, raw: ReadonlyMap<number, unknown>): UserCells {
  const counts = new Map<string, number>()
  const parts = [...raw].map(([user, value]) => [user, [...new Set(categoryValues(String(value)))]] as const)
  for (const [, values] of parts) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const frequent = [...counts].sort(([one, first], [other, second]) => second - first || byBytes(one, other))
  const values = frequent
    .slice(0, valueCountMax)
    .map(([value]) => value)
    .sort(byBytes)
  const placeOf = new Map(values.map((value, place) => [value, place]))
  const places = new Map(parts.map(([user, own]) => [user, own.flatMap(value => placeOf.get(value) ?? [])]))
  return { column: { name: name.toUpperCase(), source: 'user', kind: 'category', borders: [] }, values, places }
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

function featureRows(cells: readonly UserCells[], firsts: readonly number[], userCount: number) {
  const offsets = new Uint32Array(userCount + 1)
  const features: number[] = []
  for (let user = 0; user < userCount; user++) {
    for (const [at, { places }] of cells.entries())
      for (const place of places.get(user) ?? []) features.push(firsts[at]! + place)
    offsets[user + 1] = features.length
  }
  return { offsets, features: Uint32Array.from(features) }
}
