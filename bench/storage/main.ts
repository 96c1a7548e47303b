/**
 * `node bench/storage/main.ts [--transactions 2000] [--directory DIR]`: synced transactions per second, their latency, and
 * how long they hold the event loop, through the store and, as the baseline, by the same commits in place. The directory
 * decides the result (its disk is what is measured); default is the system's temporary one.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { arch, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../src/storage/sqlite/database.ts'
import { openSqlite } from '../../src/storage/sqlite/open-sqlite.ts'

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '2000' },
    directory: { type: 'string', default: tmpdir() },
  },
})
const transactionCount = Number(values.transactions)
const body = { text: 'x'.repeat(500) }

/** Writes one record under this number and resolves when it is on disk. */
type Write = (number: number) => Promise<void>

interface Store {
  readonly write: Write
  close(): Promise<void>
}

const recordOf = (number: number) => ({
  ...{ arn: `arn:bench/${number}`, kind: 'campaign', account: '000000000000', region: 'us-east-1' },
  ...{ name: `n${number}`, parent: null, group: null, status: 'ACTIVE' },
  ...{ createdAtMs: number, updatedAtMs: number, version: 0, body },
})

async function openThreaded(directory: string): Promise<Store> {
  const { records, close } = await openSqlite(directory)
  const write: Write = number =>
    records.transact(async () => ({
      changes: [{ type: 'insert', record: { ...recordOf(number), kind: 'campaign' } }],
      result: undefined,
    }))
  return { write, close }
}

async function openInPlace(directory: string): Promise<Store> {
  await (await openSqlite(directory)).close()
  const database = openDatabase(join(directory, 'attune.db'))
  const insert = database.prepare(`insert into records values (?, ?, ?, ?, ?, null, null, ?, ?, ?, 1, ?)`)
  const write: Write = async number => {
    const { arn, kind, account, region, name, status } = recordOf(number)
    insert.run(arn, kind, account, region, name, status, number, number, JSON.stringify(body))
    await new Promise(resolve => setImmediate(resolve))
  }
  return { write, close: async () => database.close() }
}

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)

async function measure(what: string, open: (directory: string) => Promise<Store>, width: number): Promise<void> {
  const directory = await mkdtemp(join(values.directory, 'attune-bench-'))
  const { write, close } = await open(directory)
  const tookMs: number[] = []
  let next = 0
  const lane = async () => {
    while (next < transactionCount) {
      const startedAtMs = performance.now()
      await write(next++)
      tookMs.push(performance.now() - startedAtMs)
    }
  }
  const loopDelay = monitorEventLoopDelay({ resolution: 1 })
  loopDelay.enable()
  const startedAtMs = performance.now()
  await Promise.all(Array.from({ length: width }, lane))
  const elapsedMs = performance.now() - startedAtMs
  loopDelay.disable()
  await close()
  await rm(directory, { recursive: true })
  tookMs.sort((one, other) => one - other)
  const delay = [99, 99.9].map(share => (loopDelay.percentile(share) / 1e6 - 1).toFixed(2))
  const row = [what, width, Math.round((transactionCount * 1000) / elapsedMs), quantile(tookMs, 0.5)]
  console.log([...row, quantile(tookMs, 0.99), ...delay, (loopDelay.max / 1e6 - 1).toFixed(2)].join('\t'))
}

console.log(`${transactionCount} transactions of one insert, ${arch()}, ${cpus().length} × ${cpus()[0]?.model}`)
console.log('store\tlanes\tper s\tp50 ms\tp99 ms\tloop delay p99 ms\tp99.9 ms\tmax ms')
for (const width of [1, 8, 64]) await measure('thread', openThreaded, width)
for (const width of [1, 8]) await measure('in place', openInPlace, width)
