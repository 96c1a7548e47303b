/** The contracts of both ports on the embedded store, and what is its own: the lock, the restart, the migrations. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { jobQueueContract } from '../job-queue.contract.ts'
import { exampleRecord, recordsContract } from '../records.contract.ts'
import type { ListQuery } from '../records.ts'
import { openSqlite } from './open-sqlite.ts'

async function openTemporary() {
  const directory = await mkdtemp(join(tmpdir(), 'attune-sqlite-'))
  const store = await openSqlite(directory)
  const close = async () => {
    await store.close()
    await rm(directory, { recursive: true })
  }
  return { ...store, directory, close }
}

recordsContract('sqlite', openTemporary)
jobQueueContract('sqlite', openTemporary)

test('a second server is kept out of a data directory, and let in once the first has closed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-sqlite-'))
  const first = await openSqlite(directory)
  await assert.rejects(openSqlite(directory), /another Attune server is using the data directory/)
  await first.close()
  await (await openSqlite(directory)).close()
  await rm(directory, { recursive: true })
})

test('records survive a restart, and what was running is claimed again at once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-sqlite-'))
  const job = { id: 'j', kind: 'k', resource: 'r', subject: 's', payload: { a: 1 }, createdAtMs: 0, dueAtMs: 0 }
  const before = await openSqlite(directory)
  await before.records.transact(async () => ({
    changes: [
      { type: 'insert', record: exampleRecord('one') },
      { type: 'enqueue', job },
    ],
    result: undefined,
  }))
  assert.equal((await before.queue.claim(['k'], 'holder', 1, 1_000_000))?.id, 'j')
  await before.close()
  const after = await openSqlite(directory)
  assert.equal((await after.records.get(exampleRecord('one').arn))?.version, 1)
  assert.equal((await after.queue.claim(['k'], 'other', 2, 1_000_000))?.attempts, 2)
  await after.close()
  await rm(directory, { recursive: true })
})

test('paging visits each record once, in every order, with any page size', async () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,6}$/)
  const row = fc.record({ name, createdAtMs: fc.integer({ min: 0, max: 3 }) })
  const rows = fc.uniqueArray(row, { selector: one => one.name, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom('name', 'oldest', 'newest'),
      fc.integer({ min: 1, max: 6 }),
      async (all, order, limit) => {
        const { records, close } = await openTemporary()
        await records.transact(async () => ({
          changes: all.map(one => ({ type: 'insert', record: exampleRecord(one.name, one) }) as const),
          result: undefined,
        }))
        const seen: string[] = []
        let after: ListQuery['after']
        for (;;) {
          const query = { kind: 'campaign', account: '000000000000', region: 'us-east-1', order, limit } as const
          const page = await records.list(after ? { ...query, after } : query)
          seen.push(...page.map(record => record.name))
          const last = page.at(-1)
          if (!last || page.length < limit) break
          after = { key: order === 'name' ? last.name : last.createdAtMs, arn: last.arn }
        }
        await close()
        assert.deepEqual([...seen].sort(), all.map(one => one.name).sort())
      },
    ),
    { numRuns: 25 },
  )
})
