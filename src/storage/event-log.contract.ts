/** What every adapter of the `event-log` port must do. An adapter's test gives a way to open it, again on the same data. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventLog, LogEntry } from './event-log.ts'

export interface OpenedLog {
  readonly log: EventLog
  /** Closes the log and opens it as the next process would. */
  reopen(): Promise<EventLog>
  close(): Promise<void>
}

export async function entriesOf(log: EventLog, stream: string, after = 0): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = []
  for await (const batch of log.read(stream, after)) entries.push(...batch)
  return entries
}

const payloadsOf = async (log: EventLog, stream: string, after = 0): Promise<readonly string[]> =>
  (await entriesOf(log, stream, after)).map(({ payload }) => payload)

export function eventLogContract(name: string, open: () => Promise<OpenedLog>): void {
  const opened = (title: string, work: (opened: OpenedLog) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const world = await open()
      try {
        await work(world)
      } finally {
        await world.close()
      }
    })

  opened('gives back each stream in the order of its appends, from any place on', async ({ log, reopen }) => {
    const texts = ['{"a":"zwei – ü"}', '', 'x'.repeat(100_000), '4']
    const sequences = await Promise.all(texts.map((text, at) => log.append(at === 1 ? 'other' : 'one', text)))
    assert.deepEqual(sequences, [1, 2, 3, 4])
    for (const now of [log, await reopen()]) {
      assert.equal(now.lastSequence, 4)
      assert.deepEqual(await payloadsOf(now, 'one'), [texts[0], texts[2], texts[3]])
      assert.deepEqual(await payloadsOf(now, 'one', 1), [texts[2], texts[3]])
      assert.deepEqual(await payloadsOf(now, 'other'), [''])
      assert.deepEqual(await payloadsOf(now, 'none'), [])
    }
  })

  opened('acknowledges in order, however many are appended at once', async ({ log }) => {
    const order: number[] = []
    const appends = Array.from({ length: 500 }, async (_, at) => {
      if (at % 7 === 0) await new Promise(setImmediate)
      order.push(await log.append('one', String(at)))
    })
    await Promise.all(appends)
    assert.deepEqual(
      order,
      order.map((_, at) => at + 1),
    )
    assert.equal((await entriesOf(log, 'one')).length, 500)
  })

  opened('counts on after a restart, also when everything was given up', async ({ log, reopen }) => {
    await log.append('one', 'a')
    await log.append('one', 'b')
    await log.release('one', 2)
    assert.deepEqual([...log.streams()], [])
    const next = await reopen()
    assert.equal(next.lastSequence, 2)
    assert.equal(await next.append('one', 'c'), 3)
    assert.deepEqual(await payloadsOf(next, 'one', 2), ['c'])
  })

  opened('goes on behind a sequence that segments know already', async ({ log, reopen }) => {
    await log.append('one', 'a')
    await log.advance(1)
    await log.advance(40)
    assert.equal(await log.append('one', 'b'), 41)
    const next = await reopen()
    assert.equal(next.lastSequence, 41)
    assert.deepEqual(await payloadsOf(next, 'one'), ['a', 'b'])
    await next.advance(7)
    assert.equal(await next.append('one', 'c'), 42)
  })

  opened('keeps what one stream still needs when another is released', async ({ log, reopen }) => {
    await log.append('one', 'a')
    await log.append('two', 'b')
    await log.append('one', 'c')
    await log.release('one', 3)
    assert.deepEqual([...log.streams()], [['two', 2]])
    assert.deepEqual(await payloadsOf(await reopen(), 'two'), ['b'])
  })

  opened('lets a reader who holds it read on, and drops what was released when it lets go', async ({ log, reopen }) => {
    await log.append('one', 'a')
    const letGo = log.hold()
    await log.release('one', 1)
    assert.deepEqual(await payloadsOf(log, 'one'), ['a'])
    await letGo()
    await letGo()
    assert.deepEqual(await payloadsOf(await reopen(), 'one'), [])
  })

  opened('does not read what is not acknowledged yet', async ({ log }) => {
    await log.append('one', 'a')
    const late = log.append('one', 'b')
    const seen = entriesOf(log, 'one')
    assert.deepEqual((await seen).length, 1)
    await late
  })
}
