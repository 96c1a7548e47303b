/** Records and tags as rows: the statements that write them and the way back. */

import type { Change, ListQuery, ResourceRecord } from '../records.ts'
import type { Row, Value } from './database.ts'
import type { Write } from './write-batch.ts'

export const recordColumns =
  'arn, kind, account, region, name, parent, group_arn, status, created_at_ms, updated_at_ms, version, body'

export const recordOf = (row: Row): ResourceRecord => ({
  arn: row.arn as string,
  kind: row.kind as ResourceRecord['kind'],
  account: row.account as string,
  region: row.region as string,
  name: row.name as string,
  parent: row.parent as string | null,
  group: row.group_arn as string | null,
  status: row.status as string | null,
  createdAtMs: row.created_at_ms as number,
  updatedAtMs: row.updated_at_ms as number,
  version: row.version as number,
  body: JSON.parse(row.body as string),
})

const insertRecord = (record: ResourceRecord): Write => ({
  sql: `insert into records (${recordColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)`,
  values: [
    record.arn,
    record.kind,
    record.account,
    record.region,
    record.name,
    record.parent,
    record.group,
    record.status,
    record.createdAtMs,
    record.updatedAtMs,
    JSON.stringify(record.body),
  ],
})

const updateRecord = (record: ResourceRecord): Write => ({
  sql: `update records set name = $1, parent = $2, group_arn = $3, status = $4, updated_at_ms = $5,
    version = version + 1, body = $6 where arn = $7 and version = $8`,
  values: [
    record.name,
    record.parent,
    record.group,
    record.status,
    record.updatedAtMs,
    JSON.stringify(record.body),
    record.arn,
    record.version,
  ],
  expectedChanges: 1,
})

const removeRecord = (record: ResourceRecord): readonly Write[] => [
  {
    sql: 'delete from records where arn = $1 and version = $2',
    values: [record.arn, record.version],
    expectedChanges: 1,
  },
  { sql: 'delete from tags where arn = $1', values: [record.arn] },
]

const putTag = (arn: string, key: string, value: string): Write => ({
  sql: `insert into tags (arn, tag_key, tag_value) values ($1, $2, $3)
    on conflict (arn, tag_key) do update set tag_value = excluded.tag_value`,
  values: [arn, key, value],
})

/** The statements of a change to records or tags; undefined for changes to jobs. */
export function recordWrites(change: Change): readonly Write[] | undefined {
  switch (change.type) {
    case 'insert':
      return [
        insertRecord(change.record),
        ...(change.tags ?? []).map(tag => putTag(change.record.arn, tag.tagKey, tag.tagValue)),
      ]
    case 'update':
      return [updateRecord(change.record)]
    case 'remove':
      return removeRecord(change.record)
    case 'tag':
      return change.tags.map(tag => putTag(change.arn, tag.tagKey, tag.tagValue))
    case 'untag':
      return change.tagKeys.map(key => ({
        sql: 'delete from tags where arn = $1 and tag_key = $2',
        values: [change.arn, key],
      }))
    default:
      return undefined
  }
}

export interface Selection {
  readonly sql: string
  readonly values: readonly Value[]
}

const orders = {
  name: { key: 'name', direction: 'asc', comparison: '>' },
  oldest: { key: 'created_at_ms', direction: 'asc', comparison: '>' },
  newest: { key: 'created_at_ms', direction: 'desc', comparison: '<' },
} as const

class Conditions {
  readonly values: Value[] = []
  readonly texts: string[] = []

  /** `text` holds one `?` per value. */
  add(text: string, ...values: Value[]): void {
    this.texts.push(text.replace(/\?/g, () => `$${this.values.push(values.shift() as Value)}`))
  }
}

function conditionsOf(query: Omit<ListQuery, 'order' | 'after' | 'limit'>): Conditions {
  const where = new Conditions()
  where.add('kind = ?', query.kind)
  where.add('account = ?', query.account)
  where.add('region = ?', query.region)
  if (query.parent !== undefined) where.add('parent = ?', query.parent)
  if (query.group !== undefined) where.add('group_arn = ?', query.group)
  if (query.statuses) where.add(`status in (${query.statuses.map(() => '?').join(', ')})`, ...query.statuses)
  return where
}

export function listSelection(query: ListQuery): Selection {
  const where = conditionsOf(query)
  const { key, direction, comparison } = orders[query.order ?? 'name']
  if (query.after) where.add(`(${key}, arn) ${comparison} (?, ?)`, query.after.key, query.after.arn)
  const limit = query.limit === undefined ? '' : `limit ${Math.trunc(query.limit)}`
  return {
    sql: `select ${recordColumns} from records where ${where.texts.join(' and ')}
      order by ${key} ${direction}, arn ${direction} ${limit}`,
    values: where.values,
  }
}

export function countSelection(query: Omit<ListQuery, 'order' | 'after' | 'limit'>): Selection {
  const where = conditionsOf(query)
  return { sql: `select count(*) as count from records where ${where.texts.join(' and ')}`, values: where.values }
}
