/** What every adapter of the `job-queue` port must do. Times are made up: the queue never looks at a clock. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JobQueue } from './job-queue.ts'
import type { Change, NewJob, Records } from './records.ts'

export interface OpenedQueue {
  readonly records: Records
  readonly queue: JobQueue
  close(): Promise<void>
}

const resource = 'arn:aws:personalize:us-east-1:000000000000:dataset-import-job/one'

const newJob = (id: string, given: Partial<NewJob> = {}): NewJob => ({
  id,
  kind: 'import',
  resource,
  subject: `subject of ${id}`,
  payload: { of: id },
  createdAtMs: 0,
  dueAtMs: 0,
  ...given,
})

const leaseMs = 100

export function jobQueueContract(adapter: string, open: () => Promise<OpenedQueue>): void {
  const contract = (
    what: string,
    run: (queue: JobQueue, change: (...all: Change[]) => Promise<void>) => Promise<void>,
  ) =>
    test(`${adapter}: ${what}`, async () => {
      const { queue, records, close } = await open()
      try {
        await run(queue, (...changes) => records.transact(async () => ({ changes, result: undefined })))
      } finally {
        await close()
      }
    })
  const claim = (queue: JobQueue, nowMs: number, kinds = ['import']) => queue.claim(kinds, 'me', nowMs, nowMs + leaseMs)

  contract(
    'a due job is claimed once, with its payload; not before it is due, not by another kind',
    async (queue, change) => {
      await change({ type: 'enqueue', job: newJob('a', { dueAtMs: 10 }) })
      assert.equal(await claim(queue, 9), undefined)
      assert.equal(await claim(queue, 10, ['training']), undefined)
      assert.equal(await queue.nextDueAtMs(9), 10)
      assert.equal(await queue.nextDueAtMs(10), undefined)
      const job = await claim(queue, 10)
      assert.deepEqual([job?.id, job?.payload, job?.attempts], ['a', { of: 'a' }, 1])
      assert.equal(await claim(queue, 11), undefined)
      assert.equal(await queue.nextDueAtMs(0), undefined)
    },
  )

  contract(
    'jobs of one subject run one at a time, in the order of their making, though the first is not yet due',
    async (queue, change) => {
      const subject = 'shared'
      await change(
        { type: 'enqueue', job: newJob('first', { subject, dueAtMs: 50 }) },
        { type: 'enqueue', job: newJob('second', { subject }) },
        { type: 'enqueue', job: newJob('other') },
      )
      assert.equal((await claim(queue, 1))?.id, 'other')
      assert.equal(await claim(queue, 1), undefined)
      assert.equal((await claim(queue, 50))?.id, 'first')
      assert.equal(await claim(queue, 51), undefined)
      await change({ type: 'complete-job', jobId: 'first' })
      assert.equal((await claim(queue, 52))?.id, 'second')
    },
  )

  contract(
    'a lease that runs out gives the job to the next, and its old holder learns of it',
    async (queue, change) => {
      await change({ type: 'enqueue', job: newJob('a') })
      await claim(queue, 0)
      assert.deepEqual(await queue.heartbeat('a', 'me', 150), { held: true, cancel: false })
      assert.equal(await queue.releaseExpired(120), 0)
      assert.equal(await queue.releaseExpired(151), 1)
      assert.equal((await queue.claim(['import'], 'you', 151, 300))?.attempts, 2)
      assert.deepEqual(await queue.heartbeat('a', 'me', 400), { held: false, cancel: false })
    },
  )

  contract(
    'a retry waits until it is due and keeps its attempts; a give-back does not spend one',
    async (queue, change) => {
      await change({ type: 'enqueue', job: newJob('a') })
      await claim(queue, 0)
      await queue.retry('a', 20, 'disk full')
      assert.equal(await claim(queue, 19), undefined)
      assert.equal((await claim(queue, 20))?.attempts, 2)
      await queue.giveBack('a', 30)
      assert.equal((await claim(queue, 30))?.attempts, 2)
      await queue.giveBack('a', 40, 'no processor')
      assert.equal((await queue.list('000000000000', 'us-east-1'))[0]?.error, 'no processor')
      assert.equal((await claim(queue, 40))?.attempts, 2)
    },
  )

  contract('cancelling drops what is queued and tells what runs', async (queue, change) => {
    await change(
      { type: 'enqueue', job: newJob('running') },
      { type: 'enqueue', job: newJob('queued', { subject: 'subject of running' }) },
      { type: 'enqueue', job: newJob('elsewhere', { resource: 'arn:other' }) },
    )
    assert.equal((await claim(queue, 0))?.id, 'running')
    await change({ type: 'cancel-jobs', resource })
    assert.deepEqual(await queue.heartbeat('running', 'me', 100), { held: true, cancel: true })
    await change({ type: 'complete-job', jobId: 'running' })
    assert.equal((await claim(queue, 1))?.id, 'elsewhere')
    assert.equal(await claim(queue, 1), undefined)
  })

  contract('jobs of other kinds go on when some kinds of a resource are cancelled', async (queue, change) => {
    await change(
      { type: 'enqueue', job: newJob('running') },
      { type: 'enqueue', job: newJob('other running', { kind: 'settle' }) },
    )
    await claim(queue, 0)
    await claim(queue, 0, ['settle'])
    await change(
      { type: 'enqueue', job: newJob('queued') },
      { type: 'enqueue', job: newJob('other queued', { kind: 'settle' }) },
      { type: 'cancel-jobs', resource, kinds: ['import'] },
    )
    assert.deepEqual(await queue.heartbeat('running', 'me', 100), { held: true, cancel: true })
    assert.deepEqual(await queue.heartbeat('other running', 'me', 100), { held: true, cancel: false })
    assert.equal(await claim(queue, 1), undefined)
    assert.equal((await claim(queue, 1, ['settle']))?.id, 'other queued')
  })

  contract('a cancelled job that comes back to the queue is dropped, however it comes back', async (queue, change) => {
    const comeBack = [
      () => queue.retry('a', 0, 'disk full'),
      () => queue.giveBack('a', 0),
      async () => void (await queue.releaseExpired(leaseMs + 1)),
    ]
    for (const way of comeBack) {
      await change({ type: 'enqueue', job: newJob('a') })
      await claim(queue, 0)
      await change({ type: 'cancel-jobs', resource })
      await way()
      assert.equal(await claim(queue, 1), undefined)
    }
  })

  contract('completing a job that is gone refuses the whole transaction', async (queue, change) => {
    await change({ type: 'enqueue', job: newJob('a') })
    await claim(queue, 0)
    await change({ type: 'complete-job', jobId: 'a' })
    await assert.rejects(change({ type: 'complete-job', jobId: 'a' }))
  })

  contract('progress and failures are seen by the owner alone', async (queue, change) => {
    await change({ type: 'enqueue', job: newJob('a') }, { type: 'enqueue', job: newJob('b') })
    await claim(queue, 0)
    await queue.heartbeat('a', 'me', 100, { done: 5, total: 10, unit: 'rows', note: 'reading' })
    await claim(queue, 0)
    await queue.fail('b', 'no such object')
    const seen = await queue.list('000000000000', 'us-east-1')
    assert.deepEqual(
      seen.map(({ id, state, progress, error }) => [id, state, progress?.done, error]),
      [
        ['a', 'running', 5, undefined],
        ['b', 'failed', undefined, 'no such object'],
      ],
    )
    assert.deepEqual(await queue.list('111111111111', 'us-east-1'), [])
    assert.deepEqual(await queue.list('000000000000', 'eu-west-1'), [])
  })
}
