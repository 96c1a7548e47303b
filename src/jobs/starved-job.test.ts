/** What the engine does with work that other programs left no processor, on the real store. */

import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { openSqlite } from '../storage/sqlite/open-sqlite.ts'
import { createJobEngine } from './engine.ts'
import type { JobKind } from './job-kind.ts'
import { starvedFor } from './starvation.ts'

test('it begins again at once, the attempt not spent, and those who list jobs see why', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-starved-'))
  const store = await openSqlite(directory)
  const seen: unknown[] = []
  const over = new EventEmitter()
  const work: JobKind = {
    ...{ name: 'work', lane: 'light', failed: async () => [] },
    run: async job => {
      const [listed] = await store.queue.list('000000000000', 'us-east-1')
      seen.push(job.attempts, listed?.error)
      if (listed?.error === undefined) throw starvedFor(400_000)
      over.emit('over')
    },
  }
  const parts = { ...store, kinds: [work], clock: systemClock, log: silentLog }
  const engine = createJobEngine({ ...parts, settings: { heavyJobs: 1, leaseMs: 15_000 } })
  const resource = 'arn:aws:personalize:us-east-1:000000000000:campaign/one'
  const job = { id: 'a', kind: 'work', resource, subject: 'a', payload: {}, createdAtMs: 0, dueAtMs: 0 }
  await store.records.transact(async () => ({ changes: [{ type: 'enqueue', job }], result: undefined }))
  const ended = once(over, 'over')
  engine.start()
  await ended
  await engine.stop()
  assert.deepEqual(seen, [
    1,
    undefined,
    1,
    `It began again with a share of the processors: ${starvedFor(400_000).message}.`,
  ])
  await store.close()
  await rm(directory, { recursive: true })
})
