/** The engine on the real store, under a clock that is turned by hand. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { createFakeClock, type FakeClock } from '../../test/fixtures/inside/fake-clock.ts'
import { silentLog } from '../base/log.ts'
import type { Job } from '../storage/job-queue.ts'
import type { Change, NewJob, ResourceRecord } from '../storage/records.ts'
import { openSqlite, type SqliteStore } from '../storage/sqlite/open-sqlite.ts'
import { createJobEngine, type JobEngine } from './engine.ts'
import { type JobContext, JobFailure, type JobKind } from './job-kind.ts'

const leaseMs = 15_000
const arn = 'arn:aws:personalize:us-east-1:000000000000:campaign/one'

let directory: string
let store: SqliteStore
let clock: FakeClock
let engines: JobEngine[]
/** How far the clock of the engine jumped without waking a sleeper, as a machine's does while it is suspended. */
let aheadMs: number

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-jobs-'))
  store = await openSqlite(directory)
  clock = createFakeClock()
  aheadMs = 0
  engines = []
})

afterEach(async () => {
  for (const engine of engines) await engine.stop()
  await store.close()
  await rm(directory, { recursive: true })
})

const change = (...changes: Change[]) => store.records.transact(async () => ({ changes, result: undefined }))

const newJob = (id: string, given: Partial<NewJob> = {}): Change => ({
  type: 'enqueue',
  job: {
    id,
    kind: 'work',
    resource: arn,
    subject: id,
    payload: {},
    createdAtMs: clock.nowMs(),
    dueAtMs: clock.nowMs(),
    ...given,
  },
})

const pending: ResourceRecord = {
  arn,
  kind: 'campaign',
  account: '000000000000',
  region: 'us-east-1',
  name: 'one',
  parent: null,
  group: null,
  status: 'CREATE PENDING',
  createdAtMs: 0,
  updatedAtMs: 0,
  version: 0,
  body: {},
}

async function statusChange(read: Pick<JobContext['records'], 'get'>, status: string, body = {}): Promise<Change[]> {
  const record = await read.get(arn)
  return record ? [{ type: 'update', record: { ...record, status, body } }] : []
}

const kindOf = (run: JobKind['run'], given: Partial<JobKind> = {}): JobKind => ({
  name: 'work',
  lane: 'light',
  run,
  failed: (_job, reason, read) => statusChange(read, 'CREATE FAILED', { failureReason: reason }),
  ...given,
})

function start(...kinds: JobKind[]): JobEngine {
  const engineClock = { ...clock, nowMs: () => clock.nowMs() + aheadMs }
  const parts = { ...store, kinds, clock: engineClock, log: silentLog }
  const engine = createJobEngine({ ...parts, settings: { heavyJobs: 1, leaseMs } })
  engines.push(engine)
  engine.start()
  return engine
}

/** Jobs as they happen: `next` resolves with the next one that a kind reports. */
function reports<T>() {
  const waiting: ((value: T) => void)[] = []
  const unread: T[] = []
  const report = (value: T): void => {
    const take = waiting.shift()
    if (take) take(value)
    else unread.push(value)
  }
  const next = (): Promise<T> =>
    unread.length > 0 ? Promise.resolve(unread.shift() as T) : new Promise(resolve => waiting.push(resolve))
  return { report, next, unread }
}

/** Runs the event loop until the store shows what is expected; the test's own time limit ends a wait in vain. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setImmediate(resolve))
}

const jobs = () => store.queue.list('000000000000', 'us-east-1')
const noJobs = () => until(async () => (await jobs()).length === 0)
const isQueued = () => until(async () => (await jobs())[0]?.state === 'queued')
/** The engine has nothing to do and sleeps, alone. */
const atRest = () => until(() => clock.sleeperCount() === 1)

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

test('a job commits its outcome together with its end', async () => {
  await change({ type: 'insert', record: pending }, newJob('a'))
  start(kindOf((_job, { finish }) => finish(read => statusChange(read, 'ACTIVE'))))
  await noJobs()
  assert.equal((await store.records.get(arn))?.status, 'ACTIVE')
})

test('a job that is enqueued while the engine rests is seen at once when it is told so', async () => {
  const engine = start(kindOf(async () => {}))
  await atRest()
  await change(newJob('a'))
  engine.changed()
  await noJobs()
})

test('a job waits until it is due, even while an older one waits for its lane', async () => {
  const { report, next } = reports<string>()
  const heavy = kindOf(
    async (job, { signal }) => {
      report(job.id)
      await untilAborted(signal)
    },
    { name: 'heavy', lane: 'heavy' },
  )
  const light = kindOf(async job => report(job.id))
  await change(newJob('first', { kind: 'heavy' }), newJob('second', { kind: 'heavy' }))
  start(heavy, light)
  assert.equal(await next(), 'first')
  await change(newJob('later', { dueAtMs: clock.nowMs() + 1000 }))
  engines[0]?.changed()
  await until(() => clock.sleeperCount() === 2)
  const seen = next()
  await clock.advance(1000)
  assert.equal(await seen, 'later')
})

test('an unexpected error is tried again after 1 s, 4 s, and then told to the customer with its cause', async () => {
  const { report, next } = reports<number>()
  await change({ type: 'insert', record: pending }, newJob('a'))
  start(
    kindOf(async job => {
      report(job.attempts)
      throw new Error('no space left on device')
    }),
  )
  for (const [failures, delayMs] of [1000, 4000].entries()) {
    assert.equal(await next(), failures + 1)
    await isQueued()
    assert.equal((await jobs())[0]?.dueAtMs, clock.nowMs() + delayMs)
    await atRest()
    await clock.advance(delayMs)
  }
  assert.equal(await next(), 3)
  await noJobs()
  const record = await store.records.get(arn)
  assert.equal(record?.status, 'CREATE FAILED')
  assert.match(String(record?.body.failureReason), /3 attempts.*no space left on device.*Create the resource again/)
})

test('a JobFailure is final at once', async () => {
  await change({ type: 'insert', record: pending }, newJob('a'))
  const runs: Job[] = []
  start(
    kindOf(async job => {
      runs.push(job)
      throw new JobFailure('the dataset has 3 interactions; import at least 1000')
    }),
  )
  await noJobs()
  assert.equal(runs.length, 1)
  const record = await store.records.get(arn)
  assert.equal(record?.body.failureReason, 'the dataset has 3 interactions; import at least 1000')
})

test('a failure that cannot be written is tried again until it is', async () => {
  await change({ type: 'insert', record: pending }, newJob('a'))
  let writes = 0
  const failed: JobKind['failed'] = async (_job, reason, read) => {
    if (++writes === 1) throw new Error('disk full')
    return statusChange(read, 'CREATE FAILED', { failureReason: reason })
  }
  const run = async () => {
    throw new JobFailure('wrong')
  }
  start(kindOf(run, { failed }))
  await until(async () => (await jobs())[0]?.error !== undefined)
  assert.match(String((await jobs())[0]?.error), /wrong \(not written: disk full\)/)
  await atRest()
  await clock.advance(60_000)
  await noJobs()
  assert.equal((await store.records.get(arn))?.status, 'CREATE FAILED')
})

test('heavy jobs run as many at a time as is set, light ones beside them', async () => {
  const { report, next, unread } = reports<string>()
  const releases: (() => void)[] = []
  const run = (job: Job) => {
    report(job.id)
    return new Promise<void>(resolve => releases.push(resolve))
  }
  await change(
    newJob('h1', { kind: 'heavy' }),
    newJob('h2', { kind: 'heavy' }),
    newJob('l1', { kind: 'light' }),
    newJob('l2', { kind: 'light' }),
  )
  start(kindOf(run, { name: 'heavy', lane: 'heavy' }), kindOf(run, { name: 'light' }))
  assert.deepEqual([await next(), await next(), await next()].sort(), ['h1', 'l1', 'l2'])
  await until(() => clock.sleeperCount() === 4)
  assert.deepEqual(unread, [])
  for (const release of releases.splice(0)) release()
  assert.equal(await next(), 'h2')
  for (const release of releases) release()
  await noJobs()
})

test('cancelling aborts a running job, which ends quietly; what was queued behind it writes the status', async () => {
  const { report, next } = reports<string>()
  await change({ type: 'insert', record: { ...pending, status: 'CREATE STOPPING' } }, newJob('a', { subject: arn }))
  const engine = start(
    kindOf(async (job, { signal }) => {
      report(job.id)
      await untilAborted(signal)
    }),
    kindOf((_job, { finish }) => finish(read => statusChange(read, 'CREATE STOPPED')), { name: 'settle' }),
  )
  await next()
  await change({ type: 'cancel-jobs', resource: arn }, newJob('b', { kind: 'settle', subject: arn }))
  engine.changed()
  await noJobs()
  const record = await store.records.get(arn)
  assert.deepEqual([record?.status, record?.body], ['CREATE STOPPED', {}])
})

test('a running job keeps its lease; of its progress told in a hurry the last is stored when half a second is over', async () => {
  const { report, next } = reports<{ readonly context: JobContext; readonly release: () => void }>()
  await change(newJob('a'))
  start(kindOf((_job, context) => new Promise<void>(release => report({ context, release }))))
  const { context, release } = await next()
  const done = async () => (await jobs())[0]?.progress?.done
  context.progress({ done: 1, unit: 'rows' })
  await until(async () => (await done()) === 1)
  for (const rows of [2, 3]) context.progress({ done: rows, unit: 'rows' })
  await until(() => clock.sleeperCount() === 3)
  assert.equal(await done(), 1)
  await clock.advance(500)
  await until(async () => (await done()) === 3)
  for (let turn = 0; turn < 12; turn++) {
    await until(() => clock.sleeperCount() === 2)
    await clock.advance(leaseMs / 3)
  }
  assert.deepEqual([(await jobs())[0]?.state, (await jobs())[0]?.attempts], ['running', 1])
  release()
  await noJobs()
})

test('a clock that jumps far ahead does not make the engine take over its own job', async () => {
  const { report, next } = reports<string>()
  const releases: (() => void)[] = []
  await change(newJob('a'), newJob('b', { dueAtMs: clock.nowMs() + 1000 }))
  start(
    kindOf(job => {
      report(`${job.id}${job.attempts}`)
      return new Promise<void>(resolve => releases.push(resolve))
    }),
  )
  assert.equal(await next(), 'a1')
  await until(() => clock.sleeperCount() === 2)
  aheadMs = 8 * 3_600_000
  await clock.advance(1000)
  assert.equal(await next(), 'b1')
  for (const release of releases) release()
  await noJobs()
})

test('the job of a holder that vanished is taken over when its lease is over', async () => {
  await change(newJob('a'))
  await store.queue.claim(['work'], 'vanished', clock.nowMs(), clock.nowMs() + 5000)
  const { report, next } = reports<number>()
  start(kindOf(async job => report(job.attempts)))
  await atRest()
  const seen = next()
  await clock.advance(leaseMs)
  assert.equal(await seen, 2)
  await noJobs()
})

test('a job whose lease another holder has taken writes nothing', async () => {
  const { report, next } = reports<JobContext>()
  await change({ type: 'insert', record: pending }, newJob('a'))
  let release = () => {}
  const engine = start(
    kindOf(async (_job, context) => {
      report(context)
      await new Promise<void>(resolve => {
        release = resolve
      })
      await context.finish(read => statusChange(read, 'ACTIVE'))
    }),
  )
  const { signal } = await next()
  const nowMs = clock.nowMs() + leaseMs + 1
  await store.queue.releaseExpired(nowMs)
  await store.queue.claim(['work'], 'another', nowMs, nowMs + leaseMs)
  engine.changed()
  await until(() => signal.aborted)
  release()
  await engine.stop()
  assert.equal((await store.records.get(arn))?.status, 'CREATE PENDING')
  assert.equal((await jobs())[0]?.state, 'running')
})

test('stopping aborts what runs and gives it back; the attempt is not spent', async () => {
  const { report, next } = reports<number>()
  await change(newJob('a'))
  const kind = kindOf(async (job, { signal }) => {
    report(job.attempts)
    await untilAborted(signal)
  })
  const first = start(kind)
  assert.equal(await next(), 1)
  await first.stop()
  assert.deepEqual([(await jobs())[0]?.state, (await jobs())[0]?.attempts], ['queued', 0])
  start(kind)
  assert.equal(await next(), 1)
})

async function serverDies(times: number): Promise<void> {
  for (let death = 0; death < times; death++) {
    await store.queue.claim(['work'], 'dying', clock.nowMs(), clock.nowMs())
    await store.queue.releaseExpired(clock.nowMs() + 1)
  }
}

test('work that the death of its server ended again and again is refused', async () => {
  await change({ type: 'insert', record: pending }, newJob('a'))
  await serverDies(13)
  start(kindOf(async () => assert.fail('it must not run again')))
  await noJobs()
  assert.match(String((await store.records.get(arn))?.body.failureReason), /The server ended 13 times/)
})

test('ten deaths beyond the attempts of its kind are borne', async () => {
  const { report, next } = reports<number>()
  await change(newJob('a'))
  await serverDies(12)
  start(kindOf(async job => report(job.attempts)))
  assert.equal(await next(), 13)
  await noJobs()
})

test('it is quiet when no job is due and those that run sleep, and says what comes next', async () => {
  const engine = start(
    kindOf(async (_job, context) => {
      await context.clock.sleep(5000, context.signal)
    }),
  )
  const startMs = clock.nowMs()
  assert.deepEqual(await engine.quiet(), {})
  await change(newJob('later', { dueAtMs: startMs + 60_000 }), newJob('now'))
  engine.changed()
  assert.deepEqual(await engine.quiet(), { nextAtMs: startMs + 5000 })
  await clock.advance(5000)
  assert.deepEqual(await engine.quiet(), { nextAtMs: startMs + 60_000 })
  await clock.advance(55_000)
  assert.deepEqual(await engine.quiet(), { nextAtMs: startMs + 65_000 })
  await clock.advance(5000)
  assert.deepEqual(await engine.quiet(), {})
})

test('whoever waits for quiet is let go when the engine stops', async () => {
  const engine = start(kindOf((_job, { signal }) => untilAborted(signal)))
  await change(newJob('busy'))
  engine.changed()
  const quiet = engine.quiet()
  await until(async () => (await jobs())[0]?.state === 'running')
  await engine.stop()
  assert.deepEqual(await quiet, {})
  assert.deepEqual(await engine.quiet(), {})
})
