/** Threads on one memory: all do the task, chunks are taken once, barriers hold, and errors and aborts come back. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gemmWorkspaceBytes } from './kernels.ts'
import { openTeam, type Team, threadCountUpTo } from './team.ts'
import { openKernels } from './wasm-kernels.ts'

const module = new URL('../../test/fixtures/programs/team-thread.ts', import.meta.url)
const threadCount = 3

describe('a team', () => {
  const { memory, arena } = openKernels({ byteCountMax: 8 * 1024 * 1024 })
  const open = () => openTeam({ module, threadCount, memory, data: { greeting: 'Good day' } })
  let team: Team
  before(async () => {
    team = await open()
  })
  after(() => team.close())

  test('returns what each member returned, in their order', async () => {
    assert.deepEqual(
      await team.run('greet', 'Ada'),
      [0, 1, 2].map(index => `Good day, Ada, from ${index} of 3`),
    )
  })

  test('takes every chunk once', async () => {
    const { offset, view } = arena.i32(1000)
    await team.run('takeChunks', { count: 1000, at: offset })
    assert.ok(view.every(count => count === 1))
  })

  test('marches in step through two thousand barriers', async () => {
    const { offset, view } = arena.i32(threadCount)
    await team.run('marchInStep', { steps: 1000, at: offset })
    assert.deepEqual([...view], [1000, 1000, 1000])
  })

  test('runs kernels on the shared memory', async () => {
    const rows = 40
    const [a, b, c] = [arena.f32(rows * 8), arena.f32(64), arena.f32(rows * 8)]
    for (let at = 0; at < a.view.length; at++) a.view[at] = at
    for (let at = 0; at < 8; at++) b.view[9 * at] = 2
    const workspaces = Array.from({ length: threadCount }, () => arena.bytes(gemmWorkspaceBytes))
    await team.run('multiply', { rows, a: a.offset, b: b.offset, c: c.offset, workspaces })
    assert.deepEqual(
      [...c.view],
      [...a.view].map(value => 2 * value),
    )
  })

  test('rejects with the error of a member, frees the others, and works on', async () => {
    const reports = new Set<unknown>()
    const run = team.run('failOne', 1, { onReport: report => reports.add(report) })
    await assert.rejects(run, { message: 'out of numbers' })
    assert.equal(reports.size, threadCount)
    assert.equal((await team.run('greet', 'Bob')).length, threadCount)
    await assert.rejects(team.run('dance'), { message: 'the team has no task dance' })
  })

  test('rejects with the reason of the signal once every member has left', async () => {
    const controller = new AbortController()
    const run = team.run('waitForStop', undefined, {
      signal: controller.signal,
      onReport: () => controller.abort(new Error('enough')),
    })
    await assert.rejects(run, { message: 'enough' })
    await assert.rejects(team.run('greet', 'Eve', { signal: controller.signal }), { message: 'enough' })
    assert.equal((await team.run('greet', 'Eve')).length, threadCount)
  })

  test('rejects when a thread ends, and takes no more tasks', async () => {
    const doomed = await open()
    try {
      await assert.rejects(doomed.run('exitOne', 0), { message: 'a thread ended with 3' })
      await assert.rejects(doomed.run('greet', 'Ada'), { message: 'a thread of the team is gone' })
    } finally {
      await doomed.close()
    }
  })

  test('does not open with a module that is not there', async () => {
    const missing = new URL('./no-such-thread.ts', module)
    await assert.rejects(openTeam({ module: missing, threadCount: 2, memory }), { code: /MODULE_NOT_FOUND/ })
  })
})

test('as many threads as allowed, at least one', () => {
  assert.equal(threadCountUpTo(0), 1)
  assert.equal(threadCountUpTo(1), 1)
  assert.ok(threadCountUpTo(64) >= 1)
})
