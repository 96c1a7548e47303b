/** Real processes beside one that wants all of their processor, and one that wants none. */

import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { keepBusy, skip, statOf, until } from '../../test/fixtures/programs/busy-processor.ts'
import { watchStarvation } from './starvation.ts'

async function ended(...processes: readonly ChildProcess[]): Promise<void> {
  for (const one of processes) one.kill('SIGKILL')
  await Promise.all(processes.map(one => one.exitCode ?? one.signalCode ?? once(one, 'exit')))
}

test('what stands still is told of, but not before it has stood for as long as it has worked', { skip }, async () => {
  const idle = await keepBusy(60)
  execFileSync('chrt', ['-i', '-p', '0', `${idle.pid}`])
  const other = await keepBusy(1)
  try {
    const stoodMs = await new Promise<number>(resolve =>
      watchStarvation(idle.pid!, { everyMs: 250, forMs: 1 }, resolve),
    )
    assert.ok(stoodMs >= 600, `${stoodMs} ms`)
  } finally {
    await ended(idle, other)
  }
})

test('what waits for something else than a processor does not stand still', { skip }, async () => {
  const sleeper = spawn('sleep', ['1000'])
  let isTold = false
  await until(() => statOf(sleeper.pid!)[0] === 'S')
  const forget = watchStarvation(sleeper.pid!, { everyMs: 5, forMs: 10 }, () => {
    isTold = true
  })
  let looks = 0
  await until(() => ++looks > 20)
  forget()
  assert.equal(isTold, false)
  await ended(sleeper)
})
