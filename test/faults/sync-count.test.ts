/**
 * Aim: nothing is acknowledged before the disk has it. Killing a process cannot show this, because the kernel keeps what
 * was written and not synced.
 * Method: strace records the writes and syncs of a process that uses the store, and the lines in which it asks and
 * acknowledges; the order of the two is checked for each acknowledgement. One writer at a time first: then every
 * transaction has a commit of its own. Last a whole server: what it reads from and writes to its connections stands for
 * asking and acknowledging.
 */

import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readServerTrace, readSyncTrace } from '../fixtures/programs/sync-trace.ts'
import { startServerProcess } from '../fixtures/server/server-process.ts'
import { eventsClient, tracker, views } from '../fixtures/server/streams.ts'
import { itemsSchema, World } from '../fixtures/server/world.ts'

const writers = {
  records: new URL('../fixtures/programs/ledger-writer.ts', import.meta.url),
  events: new URL('../fixtures/programs/event-writer.ts', import.meta.url),
}

const works = spawnSync('strace', ['-f', 'true']).status === 0
const options = works ? {} : { skip: 'strace is not installed or may not trace here' }

for (const [kind, width] of [
  ['records', 1],
  ['records', 8],
  ['events', 1],
  ['events', 8],
] as const) {
  test(`each of 60 acknowledged writes of ${kind} was synced first, ${width} at a time`, options, async context => {
    const directory = await mkdtemp(join(tmpdir(), 'attune-sync-'))
    context.after(() => rm(directory, { recursive: true }))
    const trace = join(directory, 'trace')
    const writer = fileURLToPath(writers[kind])
    const program = [process.execPath, writer, join(directory, 'data'), '0', '60', String(width)]
    await promisify(execFile)('strace', [
      '-f',
      '-y',
      '-e',
      'trace=write,pwrite64,fsync,fdatasync',
      '-o',
      trace,
      ...program,
    ])
    const { acknowledged, synced, unsynced } = readSyncTrace(await readFile(trace, 'utf8'))
    assert.deepEqual(unsynced, [])
    assert.equal(acknowledged, 60)
    assert.ok(synced >= 60 / width, `${synced} syncs`)
  })
}

test('each of 40 puts that a server answers with 200 was synced first', options, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-sync-'))
  const trace = join(directory, 'trace')
  const calls = 'trace=read,write,writev,pwrite64,fsync,fdatasync'
  const under = ['strace', '-D', '-f', '-y', '-s', '40', '-e', calls, '-o', trace]
  const world = new World(await startServerProcess({ under }))
  const events = eventsClient(world)
  try {
    const group = await world.group()
    await world.dataset(group)
    const datasetArn = await world.dataset(group, 'Items', itemsSchema)
    const trackingId = await tracker(world, group)
    for (let call = 0; call < 20; call++) {
      await events.putEvents({ trackingId, sessionId: `s-${call}`, userId: `user-${call}`, eventList: views(call, 1) })
      await events.putItems({ datasetArn, items: [{ itemId: `item-${call}`, properties: '{"price":1}' }] })
    }
    assert.equal(await world.server.stop(), 0)
    const { acknowledged, synced, unsynced } = readServerTrace(await readFile(trace, 'utf8'))
    assert.deepEqual(unsynced, [])
    assert.equal(acknowledged, 40)
    assert.ok(synced >= 40, `${synced} syncs`)
  } finally {
    events.destroy()
    await world.end()
    await rm(directory, { recursive: true })
  }
})

test('the reading of a server’s trace notices an answer before the sync', () => {
  const asked = '7 read(31<TCP:[127.0.0.1:1->127.0.0.1:2]>, "POST /events HTTP/1.1\\r\\n", 65536) = 900'
  const written = '9 write(21</d/events/01.log>, "..."..., 400) = 400'
  const synced = '9 fdatasync(21</d/events/01.log>) = 0'
  const answered = '7 write(31<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 200 OK\\r\\n", 200) = 200'
  const read = (...lines: string[]) => readServerTrace(lines.join('\n'))
  assert.deepEqual(read(asked, written, synced, answered), { acknowledged: 1, synced: 1, unsynced: [] })
  assert.equal(read(asked, written, answered, synced).unsynced.length, 2)
  assert.equal(read(asked, answered).unsynced.length, 1)
})

test('the reading of a trace notices a sync that is missing, late or failed', () => {
  const request = '7 write(1<pipe:[1]>, "request 3\\n", 10) = 10'
  const log = '</d/attune.db-wal>'
  const written = `9 pwrite64(21${log}, "..."..., 4096, 32) = 4096`
  const synced = `9 fdatasync(21${log}) = 0`
  const ack = '7 write(1<pipe:[1]>, "ack 3 1\\n", 8) = 8'
  const faults = (...lines: string[]) => readSyncTrace(lines.join('\n')).unsynced.length
  assert.equal(faults(request, written, synced, ack), 0)
  assert.equal(faults(request, written, ack), 2)
  assert.equal(faults(request, written, ack, synced), 2)
  assert.equal(faults(request, written, synced, written, ack), 1)
  assert.equal(faults(written, synced, request, ack), 1)
  assert.equal(faults(request, written, synced.replace('= 0', '= -1 EIO'), ack), 2)
  const split = [`9 fdatasync(21${log} <unfinished ...>`, '9 <... fdatasync resumed>) = 0']
  assert.equal(faults(request, written, ...split, ack), 0)
  assert.equal(faults(request, written, split[0] ?? '', ack, split[1] ?? ''), 2)
})

test('each folder in which a name is new is synced, up to the one that was there', options, async context => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'attune-sync-')))
  context.after(() => rm(directory, { recursive: true }))
  const trace = join(directory, 'trace')
  const source = new URL('../../src/base/sync-path.ts', import.meta.url)
  const program = `import { makeLastingFolder } from '${source}'
    for (const _ of [1, 2]) await makeLastingFolder('one/two/three')`
  const watched = ['-f', '-y', '-e', 'trace=fsync', '-o', trace]
  const node = [process.execPath, '--input-type=module', '--eval', program]
  await promisify(execFile)('strace', [...watched, ...node], { cwd: directory })
  const folders = [...(await readFile(trace, 'utf8')).matchAll(/fsync\(\d+<([^>]*)>\)/g)].map(([, path]) => path)
  assert.deepEqual(
    folders,
    ['/one/two', '/one', ''].map(path => directory + path),
  )
})
