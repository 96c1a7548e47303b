/** The contracts of both ports on the embedded store, and what is its own: the lock, the restart, the newer schema. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { jobQueueContract } from '../job-queue.contract.ts'
import { exampleRecord, recordsContract } from '../records.contract.ts'
import { openDatabase } from './database.ts'
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

test('a data directory of a newer Attune is refused and left alone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-sqlite-'))
  await (await openSqlite(directory)).close()
  const newer = openDatabase(join(directory, 'attune.db'))
  newer.exec('pragma user_version = 999')
  newer.close()
  await assert.rejects(openSqlite(directory), /written by a newer Attune \(schema 999/)
  await assert.rejects(openSqlite(directory), /written by a newer Attune/, 'the lock was let go')
  await rm(directory, { recursive: true })
})

test('a closed store refuses to write', async () => {
  const { records, queue, close } = await openTemporary()
  await close()
  await assert.rejects(queue.fail('any', 'reason'), /closed/)
  const changes = [{ type: 'insert', record: exampleRecord('one') }] as const
  await assert.rejects(
    records.transact(async () => ({ changes, result: undefined })),
    /closed/,
  )
})
