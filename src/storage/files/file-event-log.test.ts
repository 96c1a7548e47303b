/** The contract of the port on files, and what is theirs alone: torn ends, damage, and files that come and go. */

import assert from 'node:assert/strict'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { entriesOf, eventLogContract } from '../event-log.contract.ts'
import type { EventLog } from '../event-log.ts'
import { openFileEventLog } from './file-event-log.ts'

async function openTemporary() {
  const directory = await mkdtemp(join(tmpdir(), 'attune-events-'))
  let log = await openFileEventLog(directory)
  const reopen = async (between: () => Promise<void> = async () => {}): Promise<EventLog> => {
    await log.close()
    await between()
    log = await openFileEventLog(directory)
    return log
  }
  const close = async () => {
    await log.close()
    await rm(directory, { recursive: true })
  }
  return { log, directory, reopen, close }
}

eventLogContract('files', openTemporary)

const onlyFile = async (directory: string): Promise<string> => {
  const [name = '', ...more] = await readdir(directory)
  assert.deepEqual(more, [])
  return join(directory, name)
}

test('a torn end is cut off, whatever it holds, and the log goes on behind what is whole', async () => {
  const { log, directory, reopen, close } = await openTemporary()
  await log.append('one', 'first')
  await log.append('one', 'second')
  const path = await onlyFile(directory)
  const whole = await readFile(path)
  let now = log
  const tears: readonly (() => Promise<void>)[] = [
    () => truncate(path, whole.length - 1),
    () => appendFile(path, whole.subarray(0, 7)),
    () => appendFile(path, Buffer.alloc(4096)),
    () => appendFile(path, Buffer.alloc(40, 0xff)),
  ]
  for (const [index, tear] of tears.entries()) {
    now = await reopen(tear)
    const payloads = (await entriesOf(now, 'one')).map(({ payload }) => payload)
    assert.deepEqual(payloads, index === 0 ? ['first'] : ['first', 'again'], `tear ${index}`)
    if (index === 0) assert.equal(await now.append('one', 'again'), 2)
  }
  await close()
})

test('a byte that flipped in the last frame makes it a torn one; before the last file it is damage', async () => {
  const { log, directory, reopen, close } = await openTemporary()
  await log.append('one', 'first')
  await log.append('one', 'second')
  const path = await onlyFile(directory)
  const now = await reopen(async () => {
    const bytes = await readFile(path)
    bytes[bytes.length - 1]! ^= 1
    await writeFile(path, bytes)
  })
  assert.deepEqual(
    (await entriesOf(now, 'one')).map(({ payload }) => payload),
    ['first'],
  )
  await now.close()
  await writeFile(join(directory, '0000000000000009.log'), '')
  await appendFile(path, 'torn')
  await assert.rejects(openFileEventLog(directory), /damaged at byte/)
  await rm(join(directory, '0000000000000009.log'))
  await reopen()
  await close()
})

test('a file that is full is followed by another; those whose streams are released go, the oldest first', async () => {
  const { log, directory, reopen, close } = await openTemporary()
  const large = 'x'.repeat(6 * 1024 * 1024)
  for (const stream of ['a', 'b', 'a', 'a', 'a', 'b', 'a']) await log.append(stream, large)
  assert.deepEqual(await readdir(directory), ['0000000000000001.log', '0000000000000004.log', '0000000000000007.log'])
  await log.release('a', 6)
  assert.equal((await readdir(directory)).length, 3)
  await log.release('b', 2)
  assert.deepEqual(await readdir(directory), ['0000000000000004.log', '0000000000000007.log'])
  await log.release('b', 6)
  assert.deepEqual(await readdir(directory), ['0000000000000007.log'])
  const now = await reopen()
  assert.deepEqual([...now.streams()], [['a', 7]])
  assert.deepEqual(
    (await entriesOf(now, 'a')).map(({ sequence }) => sequence),
    [7],
  )
  await close()
})

test('when the disk refuses, nothing of the batch is in force and the log goes on', async () => {
  const { log, directory } = await openTemporary()
  await log.append('one', 'before')
  await rm(directory, { recursive: true })
  await log.append('one', 'kept, for the file is still open')
  await assert.rejects(log.release('one', 2), /could not write/)
  await assert.rejects(log.append('one', 'after'), /could not write/)
  await mkdir(directory)
  assert.equal(await log.append('one', 'and when it is back'), 3)
  await log.close()
  await assert.rejects(log.append('one', 'closed'), /closed/)
  await rm(directory, { recursive: true })
})
