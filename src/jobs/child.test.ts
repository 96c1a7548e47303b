/**
 * Real child processes, started by the launcher as the server does it: what comes back, what a death without a word turns into,
 * and that none is left behind.
 */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { hasPolicies, keepBusy, moveThere, skip } from '../../test/fixtures/programs/busy-processor.ts'
import type { ChildSpec } from '../../test/fixtures/programs/job-child.ts'
import { silentLog } from '../base/log.ts'
import type { Progress } from '../storage/job-queue.ts'
import type { ChildOrder } from './child.ts'
import { JobFailure } from './job-kind.ts'
import { launch } from './launch.ts'
import { Starved } from './starvation.ts'

const fixture = (name: string) => new URL(`../../test/fixtures/programs/${name}.ts`, import.meta.url)

const run = (act: ChildSpec['act'], given: Partial<ChildOrder<ChildSpec>> = {}) =>
  launch<ChildSpec, unknown>({
    module: fixture('job-child'),
    spec: { act },
    priority: 'low',
    signal: new AbortController().signal,
    onProgress: () => undefined,
    log: silentLog,
    ...given,
  })

test('a child reports progress, answers, runs at low priority and knows its server', async () => {
  const seen: Progress[] = []
  const answer = (await run('answer', { onProgress: now => seen.push(now) })) as Record<string, unknown>
  assert.deepEqual(
    seen.map(({ done }) => done),
    [1, 2, 3],
  )
  assert.notEqual(answer.pid, process.pid)
  assert.ok(Number(answer.priority) >= 10, `priority ${answer.priority}`)
  assert.deepEqual([answer.serverPid, answer.half], [String(process.pid), [0.5]])
})

test('what may take idle time alone has that policy', { skip: !hasPolicies && 'no chrt here' }, async () => {
  const policies = (['normal', 'low', 'idle'] as const).map(async priority => {
    const { policy } = (await run('answer', { priority })) as { readonly policy: number }
    return policy
  })
  assert.deepEqual(await Promise.all(policies), [0, 0, 5])
})

test('work that other programs leave no processor is ended, told, and gets a share when it begins again', {
  skip,
}, async () => {
  const { ppid: launcher } = (await run('answer')) as { readonly ppid: number }
  moveThere(launcher)
  const other = await keepBusy(1)
  try {
    const patience = { everyMs: 500, forMs: 1000 }
    const starved = run('answer', { priority: 'idle', patience })
    await assert.rejects(starved, error => error instanceof Starved && /kept every processor busy/.test(error.message))
    // What it got of the busy processor would be the scheduler's doing.
    other.kill('SIGKILL')
    const { policy } = (await run('answer', { priority: 'idle', patience })) as { readonly policy: number }
    assert.equal(policy, 0)
  } finally {
    other.kill('SIGKILL')
    // The next launcher has not seen it, and has all processors.
    await assert.rejects(run('spin', { onProgress: () => process.kill(launcher, 'SIGKILL') }))
  }
})

test('when the launcher dies the work fails as if its child had, and the next one finds another', async () => {
  const first = (await run('answer')) as { readonly ppid: number }
  const killed = run('spin', { onProgress: () => process.kill(first.ppid, 'SIGKILL') })
  await assert.rejects(killed, error => !(error instanceof JobFailure) && /ended: SIGKILL/.test(String(error)))
  const next = (await run('answer')) as { readonly ppid: number }
  assert.notEqual(next.ppid, first.ppid)
})

test('what a child wrote is in the log', async () => {
  const lines: unknown[] = []
  await assert.rejects(run('complain', { log: { debug: (members: unknown) => lines.push(members) } }), /SIGKILL/)
  assert.match((lines[0] as { readonly stderr: string }).stderr, /the last line$/)
})

test('a JobFailure stays one across the boundary, another error stays an ordinary one', async () => {
  await assert.rejects(run('refuse'), error => error instanceof JobFailure && error.message === 'the dataset is empty')
  await assert.rejects(run('fail'), error => !(error instanceof JobFailure) && /disk full/.test(String(error)))
})

test('a child that dies without a word is an ordinary error with the signal and its last lines, bounded', async () => {
  await assert.rejects(run('complain'), (error: Error) => {
    assert.ok(!(error instanceof JobFailure))
    assert.match(error.message, /ended by SIGKILL.*the last line$/s)
    assert.ok(error.message.length < 3000, `${error.message.length} characters`)
    return true
  })
  await assert.rejects(run('leave'), /ended by exit code 3/)
})

test('a heap at its bound ends the child, not the server', async () => {
  await assert.rejects(run('grow', { heapMbMax: 32 }), /ended by SIG(ABRT|TRAP).*heap/s)
})

test('a child that answered but does not leave is ended', async () => {
  assert.equal(await run('linger'), 'done')
})

test('a module that cannot be loaded is an error that says so', async () => {
  await assert.rejects(run('answer', { module: fixture('no-such-child') }), /ended by exit code 1.*no-such-child/s)
})

for (const act of ['spin', 'ignore-sigterm'] as const) {
  test(`cancelling ends a child that does not listen (${act}), with the reason given`, async () => {
    const abort = new AbortController()
    const running = run(act, { signal: abort.signal, onProgress: () => abort.abort(new Error('cancelled')) })
    await assert.rejects(running, /cancelled/)
  })
}

test('nothing is started for work that is already cancelled', async () => {
  await assert.rejects(run('answer', { signal: AbortSignal.abort(new Error('too late')) }), /too late/)
})

test('a computing child ends when its server is killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-child-'))
  const socket = join(directory, 'alive')
  const listener = createServer()
  listener.listen(socket)
  const parent = spawn(process.execPath, [fileURLToPath(fixture('job-parent')), socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [connection] = await once(listener, 'connection')
  connection.resume().on('error', () => undefined)
  const gone = once(connection, 'close')
  await once(parent.stdout, 'data')
  parent.kill('SIGKILL')
  await gone
  listener.close()
  await rm(directory, { recursive: true })
})
