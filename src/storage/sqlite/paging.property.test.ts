/**
 * Keyset paging visits each record exactly once, in every order and page size, in the order asked for; a record that is
 * inserted between two pages is visited at most once and pushes out none that was there.
 */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { exampleRecord } from '../records.contract.ts'
import type { ListQuery, Records, ResourceRecord } from '../records.ts'
import { openSqlite } from './open-sqlite.ts'

/** Few moments, so that many records share one and only their ARN tells them apart. */
const rows = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[a-zA-Z0-9_-]{1,6}$/), createdAtMs: fc.integer({ min: 0, max: 3 }) }),
  { selector: row => row.name, maxLength: 25 },
)

const insert = (records: Records, all: readonly ResourceRecord[]) =>
  records.transact(async () => ({
    changes: all.map(record => ({ type: 'insert', record }) as const),
    result: undefined,
  }))

/** The order of the port, said in plain code: by key, ties by ARN, `newest` the reverse of `oldest`. */
const sorted = (all: readonly ResourceRecord[], order: NonNullable<ListQuery['order']>): readonly string[] => {
  const key = (record: ResourceRecord) => (order === 'name' ? record.name : record.createdAtMs)
  const compare = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0)
  const ascending = [...all].sort((one, other) => compare(key(one), key(other)) || compare(one.arn, other.arn))
  return (order === 'newest' ? ascending.reverse() : ascending).map(({ arn }) => arn)
}

async function visit(
  records: Records,
  query: ListQuery,
  betweenPages: () => Promise<void>,
): Promise<readonly string[]> {
  const seen: string[] = []
  let after: ListQuery['after']
  for (;;) {
    const page = await records.list(after ? { ...query, after } : query)
    seen.push(...page.map(({ arn }) => arn))
    const last = page.at(-1)
    if (!last || page.length < (query.limit ?? 0)) return seen
    after = { key: query.order === 'name' ? last.name : last.createdAtMs, arn: last.arn }
    await betweenPages()
  }
}

test('paging visits each record once, in every order, with any page size, while others are inserted', async () => {
  const order = fc.constantFrom('name', 'oldest', 'newest')
  const limit = fc.integer({ min: 1, max: 6 })
  await fc.assert(
    fc.asyncProperty(rows, fc.nat({ max: 25 }), order, limit, async (all, presentCount, order, limit) => {
      const directory = await mkdtemp(join(tmpdir(), 'attune-paging-'))
      const { records, close } = await openSqlite(directory)
      const every = all.map(row => exampleRecord(row.name, row))
      const present = every.slice(0, presentCount)
      const late = every.slice(presentCount)
      await insert(records, present)
      const query = { kind: 'campaign', account: '000000000000', region: 'us-east-1', order, limit } as const
      const seen = await visit(records, query, async () => {
        const next = late.pop()
        if (next) await insert(records, [next])
      })
      await close()
      await rm(directory, { recursive: true })
      const wasPresent = new Set(present.map(({ arn }) => arn))
      assert.deepEqual(
        seen.filter(arn => wasPresent.has(arn)),
        sorted(present, order),
      )
      assert.equal(new Set(seen).size, seen.length)
    }),
    { numRuns: 25 },
  )
})
