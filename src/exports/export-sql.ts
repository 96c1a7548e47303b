/**
 * The rows of an export as SQL over the segments it takes: columns of the schema alone, in its order, each row once, in the
 * order in which it first came. Of users and items the newest record of an id counts, of interactions every row that
 * differs in any column [doc: runtime page, section 7].
 *
 * Interactions of a session belong to the first user it had, as they do for a training. Those of a session nobody signed in
 * to are left out: no training counts them, and an import would refuse rows without a user.
 */

import type { DatasetSchema, DatasetType } from '../datasets/dataset-schema.ts'
import { privateColumns } from '../datasets/private-columns.ts'
import { fileList, keyColumn, sqlName } from '../datasets/segment-sql.ts'

export interface ExportSource {
  readonly datasetType: DatasetType
  readonly schema: DatasetSchema
  /** Absolute, in the order of the dataset's list. */
  readonly files: readonly string[]
}

/** No column of a schema can have a colon in its name. */
const [fileColumn, place] = ['ATTUNE:FILE', sqlName('ATTUNE:PLACE')]
const session = sqlName(privateColumns.session)

/** A column that was added to the schema later is empty in older segments. `present`: upper-case. */
const columnsSql = (schema: DatasetSchema, present: ReadonlySet<string>): string =>
  schema.columns
    .map(({ name }) => (present.has(name.toUpperCase()) ? '' : 'null::varchar as ') + sqlName(name))
    .join(', ')

/** Every stored row with its place: the segment's in the list, then its own in the segment. */
function storedSql({ files, schema }: ExportSource, present: ReadonlySet<string>): string {
  const columns = columnsSql(schema, present)
  const withSession = present.has(privateColumns.session) ? `, ${session}` : ''
  return `select ${columns}${withSession},
    (list_position(${fileList(files)}, ${sqlName(fileColumn)})::bigint << 40) + file_row_number as ${place}
    from read_parquet(${fileList(files)}, union_by_name = true, filename = '${fileColumn}', file_row_number = true)`
}

/** The first user of a session has what was done in it before [doc: runtime page, 4.6]. */
const withSessionUsers = (stored: string): string => `with stored as (${stored}), owners as (
    select ${session} as OWNED, arg_min(USER_ID, ${place}) filter (USER_ID is not null) as OWNER
    from stored where ${session} is not null group by 1
  ) select stored.* exclude (${session}) replace (coalesce(USER_ID, OWNER) as USER_ID)
  from stored left join owners on stored.${session} = owners.OWNED`

const names = ({ columns }: DatasetSchema): string => columns.map(({ name }) => sqlName(name)).join(', ')

/** Named as the schema spells them, whatever a segment's schema did. */
const spelled = ({ columns }: DatasetSchema): string =>
  columns.map(({ name }) => `${sqlName(name)} as ${sqlName(name)}`).join(', ')

const newestOfEach = (stored: string, key: string, schema: DatasetSchema): string =>
  `select ${spelled(schema)} from (${stored}) where ${key} is not null
    qualify row_number() over (partition by ${key} order by ${place} desc) = 1 order by ${place}`

const eachOnce = (rows: string, schema: DatasetSchema): string =>
  `select ${spelled(schema)} from (
    select ${names(schema)}, min(${place}) as ${place} from (${rows})
    where USER_ID is not null group by ${names(schema)}
  ) order by ${place}`

/** `present`: columns that any of the segments has, in upper case. */
export function exportedSql(source: ExportSource, present: ReadonlySet<string>): string {
  const { datasetType, schema, files } = source
  if (files.length === 0) return `select ${columnsSql(schema, new Set())} where false`
  const stored = storedSql(source, present)
  const key = keyColumn(datasetType)
  if (key !== undefined) return newestOfEach(stored, key, schema)
  return eachOnce(present.has(privateColumns.session) ? withSessionUsers(stored) : stored, schema)
}
