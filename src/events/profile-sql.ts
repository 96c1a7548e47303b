/**
 * The SQL behind a profile: segments in, dense numbers out. `records_…` are the newest records by id, `ids_…` all ids with
 * their rows, `sessions` those of streamed interactions with the user they belong to, `stored` the interactions.
 */

import { isPrivate, privateColumns } from '../datasets/private-columns.ts'
import { fileList, sqlName } from '../datasets/segment-sql.ts'
import type { ColumnKind } from '../profiles/columns.ts'

const parquet = (files: readonly string[]): string =>
  `read_parquet(${fileList(files)}, union_by_name = true, filename = 'ATTUNE_FILE', file_row_number = true)`

const place = (files: readonly string[]): string =>
  `list_position(${fileList(files)}, ATTUNE_FILE) as SEGMENT, file_row_number as PLACE`

/** One value per column and row that is a number or a text and never null, but for texts. */
export function cellOf({ name, type }: ColumnKind): string {
  const column = sqlName(name)
  if (type === 'string') return column
  if (type === 'boolean') return `(case when ${column} is null then 2 when ${column} then 1 else 0 end)::utinyint`
  // By way of its text a float becomes the number that people wrote, 19.99 and not 19.989999771.
  return `coalesce(case when typeof(${column}) = 'FLOAT' then ${column}::varchar::double else ${column}::double end, 'nan'::double)`
}

export interface EntitySql {
  readonly table: 'items' | 'users'
  readonly key: 'ITEM_ID' | 'USER_ID'
  readonly files: readonly string[]
  /** Those that the files have. */
  readonly columns: readonly ColumnKind[]
}

/** The newest record of each id [doc: control-plane page, 9.2]. */
export function recordsSql({ table, key, files, columns }: EntitySql): string {
  const names = columns.map(({ name }) => `, ${sqlName(name)}`).join('')
  const empty = columns.map(({ name }) => `, null as ${sqlName(name)}`).join('')
  if (files.length === 0) return `create temp view records_${table} as select ''::varchar as ID${empty} where false`
  return `create temp table records_${table} as select ID${names} from (
      select ${key} as ID${names}, ${place(files)} from ${parquet(files)} where ${key} is not null
    ) qualify row_number() over (partition by ID order by SEGMENT desc, PLACE desc) = 1`
}

export const idsSql = ({ table, key }: EntitySql): string =>
  `create temp table ids_${table} as select ID, (row_number() over (order by ID) - 1)::uinteger as INDEX from (
    select ID from records_${table} union select ${key} from stored where ${key} is not null)`

/** Ids, whether they have a record, and their cells, in the order of rows. */
export const entityRowsSql = ({ table, columns }: EntitySql): string =>
  `select ids.ID, (records.ID is not null)::utinyint ${columns.map(column => `, ${cellOf(column)}`).join('')}
    from ids_${table} as ids left join records_${table} as records using (ID) order by INDEX`

const named = ['USER_ID', 'ITEM_ID', 'TIMESTAMP']

const digest = (columns: readonly string[]): string => {
  const others = columns.filter(column => !named.includes(column) && !isPrivate(column)).map(sqlName)
  return others.length > 0 ? `hash(${others.join(', ')})` : '0::ubigint'
}

/** As the server found it by the answer, or as it was told. */
const shownColumns = (columns: readonly string[]): readonly string[] =>
  [privateColumns.impression, 'IMPRESSION'].filter(column => columns.includes(column))

function shown(columns: readonly string[]): string {
  const found = shownColumns(columns)
  return found.length > 0 ? `coalesce(${found.map(sqlName).join(', ')})` : 'null::varchar'
}

/** `columns`: upper-cased names that the files have. `own`: the customer's own among them. */
export function interactionsSql(
  files: readonly string[],
  columns: readonly string[],
  own: readonly ColumnKind[],
): readonly string[] {
  if (files.length === 0) return noInteractionsSql(own)
  const has = (column: string) => columns.includes(column)
  const optional = (column: string, type: string) =>
    has(column) ? `try_cast(${sqlName(column)} as ${type})` : `null::${type}`
  const ownNames = own.map(({ name }) => `, ${sqlName(name)}`).join('')
  const raw = `create temp view raw as select USER_ID, ITEM_ID, TIMESTAMP::double as TIMESTAMP,
    ${optional('EVENT_TYPE', 'varchar')} as EVENT_TYPE, ${optional('EVENT_VALUE', 'float')} as EVENT_VALUE,
    ${optional(privateColumns.session, 'varchar')} as SESSION, ${optional(privateColumns.event, 'varchar')} as EVENT,
    ${shown(columns)} as SHOWN, ${digest(columns)} as DIGEST, ${place(files)}${ownNames}
    from ${parquet(files)} where ITEM_ID is not null and TIMESTAMP is not null`
  if (!has(privateColumns.session)) {
    return [raw, noSessions, `create temp view stored as select * from raw where USER_ID is not null`]
  }
  return [
    raw,
    `create temp table sessions as select SESSION as ID, arg_min(USER_ID, [SEGMENT, PLACE]) filter (USER_ID is not null) as USER_ID,
      (row_number() over (order by SESSION) - 1)::uinteger as INDEX from raw where SESSION is not null group by SESSION`,
    `create temp view stored as select raw.* replace (coalesce(raw.USER_ID, sessions.USER_ID) as USER_ID)
      from raw left join sessions on raw.SESSION = sessions.ID`,
  ]
}

const noSessions = `create temp view sessions as select ''::varchar as ID, ''::varchar as USER_ID, 0::uinteger as INDEX where false`

const noInteractionsSql = (own: readonly ColumnKind[]): readonly string[] => [
  noSessions,
  `create temp view stored as select ''::varchar as USER_ID, ''::varchar as ITEM_ID, 0::double as TIMESTAMP,
    ''::varchar as EVENT_TYPE, 0::float as EVENT_VALUE, ''::varchar as SESSION, ''::varchar as EVENT, ''::varchar as SHOWN, 0::ubigint as DIGEST,
    0 as SEGMENT, 0::bigint as PLACE ${own.map(({ name }) => `, null as ${sqlName(name)}`).join('')} where false`,
]

export const sessionRowsSql = `select sessions.ID, coalesce(ids.INDEX + 1, 0)::uinteger
  from sessions left join ids_users as ids on sessions.USER_ID = ids.ID order by sessions.INDEX`

export const eventIdsSql = 'select distinct EVENT from stored where EVENT is not null'

export const typesSql = `create temp table types as
  select EVENT_TYPE, row_number() over (order by EVENT_TYPE)::uinteger as CODE
  from (select distinct EVENT_TYPE from stored where EVENT_TYPE is not null)`

const dictionaryName = (at: number): string => `texts_${at}`

/** The texts of a column of the customer's own, each with a code from 1. */
export const dictionarySql = ({ name }: ColumnKind, at: number): string =>
  `create temp table ${dictionaryName(at)} as
    select TEXT, row_number() over (order by TEXT)::uinteger as CODE
    from (select distinct ${sqlName(name)}::varchar as TEXT from stored where ${sqlName(name)} is not null)`

export const dictionaryRowsSql = (at: number): string => `select TEXT from ${dictionaryName(at)} order by CODE`

/** Of users, or of sessions that are nobody's: owner, item, time, type, value, digest, then the customer's own. */
export function historiesSql(owner: 'users' | 'sessions', own: readonly ColumnKind[]): string {
  const owners =
    owner === 'users'
      ? 'join ids_users as owners on stored.USER_ID = owners.ID'
      : 'join sessions as owners on stored.SESSION = owners.ID and stored.USER_ID is null'
  const texts = own.map((column, at) =>
    column.type === 'string'
      ? `left join ${dictionaryName(at)} on stored.${sqlName(column.name)} = ${dictionaryName(at)}.TEXT`
      : '',
  )
  const cells = own.map((column, at) =>
    column.type === 'string' ? `, coalesce(${dictionaryName(at)}.CODE, 0)` : `, ${cellOf(column)}`,
  )
  return `select owners.INDEX, items.INDEX, TIMESTAMP, coalesce(types.CODE, 0)::uinteger,
    coalesce(EVENT_VALUE, 'nan'::float), DIGEST ${cells.join('')}
    from stored ${owners} join ids_items as items on stored.ITEM_ID = items.ID
    left join types on stored.EVENT_TYPE = types.EVENT_TYPE ${texts.join(' ')}
    order by owners.INDEX, TIMESTAMP, SEGMENT, PLACE`
}

/** What makes an interaction the same as another: all but what it was shown with. */
const sameness = `USER_ID, case when USER_ID is null then SESSION end, ITEM_ID, TIMESTAMP, EVENT_TYPE, EVENT_VALUE, DIGEST`

/**
 * Item ids and how often each was shown. Equal interactions are one, the first [doc: runtime page, 4.7], whatever answers the
 * others name; also where they came in sessions apart that became one user's since. Undefined: the files cannot tell.
 */
export const impressionsSql = (columns: readonly string[]): string | undefined =>
  shownColumns(columns).length === 0
    ? undefined
    : `select ID, count(*)::uinteger from (
    select unnest(list_distinct(string_split(SHOWN, '|'))) as ID from (
      select SHOWN from stored where hash(${sameness}) in (select hash(${sameness}) from stored where SHOWN is not null)
      qualify row_number() over (partition by ${sameness} order by SEGMENT, PLACE) = 1)
  ) where ID <> '' group by ID order by ID`

export const historyCountSql = (owner: 'users' | 'sessions'): string =>
  `select count(*) from stored where USER_ID is ${owner === 'users' ? 'not null' : 'null and SESSION is not null'}`
