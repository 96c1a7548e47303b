/**
 * The SQL of a snapshot. `rows` is every stored interaction with a number for its place and a digest of the columns
 * beyond the named ones; `picked` those that train, with their weight. `latest_items` is the newest row of every item.
 */

import type { EventRule } from '../resources/event-rule.ts'
import type { ItemColumn } from './item-columns.ts'
import { isPrivate, privateColumns } from './private-columns.ts'
import { fileList, sqlName, sqlText } from './segment-sql.ts'
import type { SituationSource } from './situation-columns.ts'

const named = ['USER_ID', 'ITEM_ID', 'TIMESTAMP']

/** A dataset without segments has no rows, and that is no fault of the reader. */
const noRows = `create temp view rows as select '' as USER_ID, '' as ITEM_ID, 0::double as TIMESTAMP,
  null::varchar as EVENT_TYPE, null::double as EVENT_VALUE, 0::ubigint as DIGEST, 0 as SEGMENT, 0::bigint as ROW where false`

/** `contexts`: columns that are kept, as `CONTEXT_0` and so on. */
export function rowsSql(
  files: readonly string[],
  columns: readonly string[],
  contexts: readonly SituationSource[] = [],
): string {
  if (files.length === 0) return noRows
  const others = columns.filter(column => !named.includes(column) && !isPrivate(column)).map(sqlName)
  const has = (column: string) => columns.includes(column)
  const session = sqlName(privateColumns.session)
  const raw = `select USER_ID, ITEM_ID, TIMESTAMP::double as TIMESTAMP,
    ${has('EVENT_TYPE') ? 'EVENT_TYPE' : 'null'}::varchar as EVENT_TYPE,
    ${has('EVENT_VALUE') ? 'try_cast(EVENT_VALUE as double)' : 'null::double'} as EVENT_VALUE,
    ${others.length > 0 ? `hash(${others.join(', ')})` : '0::ubigint'} as DIGEST,
    list_position(${fileList(files)}, ATTUNE_FILE) as SEGMENT, file_row_number as ROW
    ${contexts.map((column, at) => `, ${valueSql(column)} as CONTEXT_${at}`).join('')}
    ${has(privateColumns.session) ? `, ${session} as SESSION` : ''}
    from read_parquet(${fileList(files)}, union_by_name = true, filename = 'ATTUNE_FILE', file_row_number = true)
    where ITEM_ID is not null and TIMESTAMP is not null`
  const rows = has(privateColumns.session) ? withSessionUsers(raw) : raw
  return `create temp view rows as select * from (${rows}) where USER_ID is not null`
}

/** What was done in a session before its user was known is the first user's who was [doc: runtime page, 4.6]. */
const withSessionUsers = (raw: string): string => `
  with raw as (${raw}), owners as (
    select SESSION as OWNED, arg_min(USER_ID, [SEGMENT, ROW]) filter (USER_ID is not null) as OWNER
    from raw where SESSION is not null group by SESSION
  ) select raw.* exclude (SESSION) replace (coalesce(USER_ID, OWNER) as USER_ID)
  from raw left join owners on raw.SESSION = owners.OWNED`

const conditionOf = ({ eventType, eventValueMin }: EventRule): string =>
  [
    ...(eventType === undefined ? [] : [`EVENT_TYPE = ${sqlText(eventType)}`]),
    ...(eventValueMin === undefined ? [] : [`EVENT_VALUE >= ${eventValueMin}::float`]),
  ].join(' and ') || 'true'

/** The first rule that fits gives the weight. */
export function pickedSql(rules: readonly EventRule[]): string {
  const cases = rules.map(rule => `when ${conditionOf(rule)} then ${rule.weight}`)
  const weight = rules.length === 0 ? '1' : `case ${cases.join(' ')} end`
  return `create temp view picked as
    select * from (select *, (${weight})::float as WEIGHT from rows) where WEIGHT is not null`
}

/** `itemFiles`: those whose items get an index too, with or without interactions. */
export const dictionarySql = (
  table: 'users' | 'items',
  column: 'USER_ID' | 'ITEM_ID',
  itemFiles: readonly string[] = [],
): string =>
  `create temp table ${table} as
    select ${column}, (row_number() over (order by ${column}) - 1)::uinteger as INDEX
    from (select distinct ${column} from (select ${column} from picked ${unionOfItems(itemFiles)}))`

const unionOfItems = (itemFiles: readonly string[]): string =>
  itemFiles.length === 0
    ? ''
    : `union all select ITEM_ID from read_parquet(${fileList(itemFiles)}, union_by_name = true) where ITEM_ID is not null`

/** A column of codes that is read along, from 1; 0 where nothing is known. */
export interface CodeSql {
  readonly code: string
  /** Of the table that gives the code, where there is one. */
  readonly join: string
}

export const historiesSql = (contexts: readonly CodeSql[] = []): string =>
  `select users.INDEX, items.INDEX, TIMESTAMP, WEIGHT, DIGEST
  ${contexts.map(({ code }) => `, coalesce(${code}, 0)::uinteger`).join('')}
  from picked join users using (USER_ID) join items using (ITEM_ID)
  ${contexts.map(({ join }) => join).join(' ')}
  order by users.INDEX, TIMESTAMP, SEGMENT, ROW`

/** The most frequent values of a context column, numbered from 1 in the order of their bytes. */
export const contextValuesSql = (at: number, countMax: number): string =>
  `create temp table context_${at} as
    select VALUE, row_number() over (order by VALUE) as CODE from (
      select CONTEXT_${at} as VALUE, count(*) as N from picked where CONTEXT_${at} <> '' group by 1
      order by N desc, VALUE limit ${countMax})`

export const contextCode = (at: number): CodeSql => ({
  code: `context_${at}.CODE`,
  join: `left join context_${at} on picked.CONTEXT_${at} = context_${at}.VALUE`,
})

export const quantilesSql = (at: number, shares: readonly number[]): string =>
  `select unnest(quantile_disc(CONTEXT_${at}, [${shares.join(', ')}]))
    from picked where CONTEXT_${at} is not null and not isnan(CONTEXT_${at})`

export const bucketCode = (at: number, borders: readonly number[]): CodeSql => ({
  code: `case when CONTEXT_${at} is null then 0 else 1 + ${
    borders.length > 0 ? borders.map(border => `(CONTEXT_${at} >= ${border}::double)::int`).join(' + ') : '0'
  } end`,
  join: '',
})

/** The last row of a user wins, as it does of items. */
export const userRowsSql = (userFiles: readonly string[], columns: readonly SituationSource[]): string =>
  `select users.INDEX, ${columns.map(valueSql).join(', ')} from (
    select *, row_number() over (partition by USER_ID
      order by list_position(${fileList(userFiles)}, ATTUNE_FILE) desc, file_row_number desc) as ATTUNE_AGE
    from read_parquet(${fileList(userFiles)}, union_by_name = true, filename = 'ATTUNE_FILE', file_row_number = true)
    where USER_ID is not null) join users using (USER_ID) where ATTUNE_AGE = 1 order by users.INDEX`

export const itemIdsSql = (itemFiles: readonly string[]): string =>
  itemFiles.length === 0
    ? 'select count(distinct ITEM_ID) from rows'
    : `select count(*) from (select ITEM_ID from rows union
       select ITEM_ID from read_parquet(${fileList(itemFiles)}, union_by_name = true))`

/** The last row of an item wins, across segments and within one [doc]. */
export const latestItemsSql = (itemFiles: readonly string[]): string =>
  `create temp view latest_items as select * from (
    select *, row_number() over (partition by ITEM_ID
      order by list_position(${fileList(itemFiles)}, ATTUNE_FILE) desc, file_row_number desc) as ATTUNE_AGE
    from read_parquet(${fileList(itemFiles)}, union_by_name = true, filename = 'ATTUNE_FILE', file_row_number = true)
    where ITEM_ID is not null) where ATTUNE_AGE = 1`

export const itemRowsSql = (columns: readonly ItemColumn[]): string =>
  `select items.INDEX, ${columns.map(valueSql).join(', ')}
    from latest_items join items using (ITEM_ID) order by items.INDEX`

const valueSql = ({ name, kind }: ItemColumn): string =>
  kind === 'number' ? `try_cast(${sqlName(name)} as double)` : `${sqlName(name)}::varchar`
