/** Real processes beside others that want every processor, and one that wants none. */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { test } from 'node:test'
import { setInterval as every } from 'node:timers/promises'
import { watchStarvation } from './starvation.ts'

const hasPolicies = spawnSync('chrt', ['-i', '0', 'true']).status === 0
const skip = !hasPolicies && 'no chrt here'

const statOf = ({ pid }: ChildProcess): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')

async function until(holds: () => boolean): Promise<void> {
  for await (const _ of every(5)) if (holds()) return
}

async function ended(...processes: readonly ChildProcess[]): Promise<void> {
  for (const one of processes) one.kill('SIGKILL')
  await Promise.all(processes.map(one => one.exitCode ?? one.signalCode ?? once(one, 'exit')))
}

const busy = 'while :; do :; done'

test('what stands still is told of, but not before it has stood for as long as it has worked', { skip }, async () => {
  const idle = spawn('chrt', ['-i', '0', 'sh', '-c', busy])
  await until(() => Number(statOf(idle)[11]) >= 60)
  const others = Array.from({ length: 3 * availableParallelism() }, () => spawn('sh', ['-c', busy]))
  try {
    const stoodMs = await new Promise<number>(resolve =>
      watchStarvation(idle.pid!, { everyMs: 250, forMs: 1 }, resolve),
    )
    assert.ok(stoodMs >= 600, `${stoodMs} ms`)
  } finally {
    await ended(idle, ...others)
  }
})

test('what waits for something else than a processor does not stand still', { skip }, async () => {
  const sleeper = spawn('sleep', ['1000'])
  let isTold = false
  await until(() => statOf(sleeper)[0] === 'S')
  const forget = watchStarvation(sleeper.pid!, { everyMs: 5, forMs: 10 }, () => {
    isTold = true
  })
  let looks = 0
  await until(() => ++looks > 20)
  forget()
  assert.equal(isTold, false)
  await ended(sleeper)
})
