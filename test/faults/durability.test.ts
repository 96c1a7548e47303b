/**
 * Aim: kill -9 at any moment loses no acknowledged transaction and leaves no half of one.
 * Method: a process writes records, eight at a time, and names each acknowledged one on a pipe; it is killed after a
 * random number of them. Then the store is opened and compared with that ledger item by item, and the next process
 * goes on in the same directory.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '../../src/base/random.ts'
import { openSqlite } from '../../src/storage/sqlite/open-sqlite.ts'
import { counterArn, ledgerRecord } from '../fixtures/programs/ledger-record.ts'

const writer = fileURLToPath(new URL('../fixtures/programs/ledger-writer.ts', import.meta.url))
const seed = Number(process.env.ATTUNE_FAULT_SEED ?? 1)
const roundCount = 6
const recordsPerRound = 100_000

/** Numbers acknowledged by a writer that was killed once there were `killAfter`, and the highest count it was told. */
async function writeUntilKilled(directory: string, first: number, killAfter: number) {
  const program = [writer, directory, String(first), String(recordsPerRound), '8']
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const acknowledged: number[] = []
  let counted = 0
  for await (const line of createInterface(child.stdout)) {
    const [, number, count] = /^ack (\d+) (\d+)$/.exec(line) ?? []
    if (number === undefined) continue
    acknowledged.push(Number(number))
    counted = Math.max(counted, Number(count))
    if (acknowledged.length === killAfter) child.kill('SIGKILL')
  }
  await closed
  return { acknowledged, counted }
}

test(`kill -9 under load loses nothing acknowledged (seed ${seed})`, async () => {
  const random = seededRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'attune-durability-'))
  const ledger: number[] = []
  for (let round = 0; round < roundCount; round++) {
    const written = await writeUntilKilled(directory, round * recordsPerRound, 20 + random.below(400))
    ledger.push(...written.acknowledged)
    const { records, queue, close } = await openSqlite(directory)
    for (const number of ledger) {
      const expected = ledgerRecord(`arn:ledger/${number}`)
      assert.deepEqual(await records.get(expected.arn), { ...expected, version: 1 }, `record ${number}, round ${round}`)
    }
    const kept = await records.everyOne('campaign')
    const counted = Number((await records.get(counterArn))?.body.counted)
    assert.equal(kept.length, counted, 'a record without its count, or a count without its record')
    assert.ok(counted >= written.counted, `${written.counted} were acknowledged, ${counted} are counted`)
    for (const { arn } of kept) assert.equal((await queue.claim(['none'], 'test', 1, 2))?.kind, 'none', `job of ${arn}`)
    assert.equal(await queue.claim(['none'], 'test', 1, 2), undefined)
    await close()
  }
  await rm(directory, { recursive: true })
})
