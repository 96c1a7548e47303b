/**
 * How long a job was at each step, and the most memory its child held there: from the progress that the server tells of the
 * job and from /proc, looked at a few times a second. Steps shorter than half a second may be missed, since the server
 * stores progress no more often.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../../src/storage/job-queue.ts'
import { signedGet } from '../../test/fixtures/server/signed-get.ts'
import { childrenCpuSeconds, residentNowMb } from '../quality/process-memory.ts'
import type { StartedServer } from '../quality/started-server.ts'

export interface StepCost {
  readonly step: string
  readonly seconds: number
  /** Of the processor, threads together. */
  readonly cpuSeconds: number
  readonly childMb: number
}

const lookEveryMs = 250

/** Runs the work and watches the server's running job beside it. */
export async function watchingSteps<T>(
  { process }: StartedServer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly steps: readonly StepCost[] }> {
  const costs = new Map<string, Omit<StepCost, 'step'>>()
  let isDone = false
  const watch = async () => {
    let sinceMs = performance.now()
    let cpuBefore = childrenCpuSeconds(process.pid)
    while (!isDone) {
      const step = await stepUnderWay(process)
      const nowMs = performance.now()
      const cpuNow = childrenCpuSeconds(process.pid)
      const before = costs.get(step) ?? { seconds: 0, cpuSeconds: 0, childMb: 0 }
      costs.set(step, {
        seconds: before.seconds + (nowMs - sinceMs) / 1000,
        cpuSeconds: before.cpuSeconds + Math.max(0, cpuNow - cpuBefore),
        childMb: Math.max(before.childMb, residentNowMb(process.pid)),
      })
      cpuBefore = cpuNow
      sinceMs = nowMs
      await sleep(lookEveryMs)
    }
  }
  const watching = watch()
  try {
    const result = await work()
    return { result, steps: Array.from(costs, ([step, cost]) => ({ step, ...cost })) }
  } finally {
    isDone = true
    await watching
  }
}

async function stepUnderWay(server: StartedServer['process']): Promise<string> {
  const { body } = await signedGet(server, '/attune/jobs')
  const jobs = body.jobs as readonly { readonly state: string; readonly progress?: Progress }[]
  const note = jobs.find(({ state }) => state === 'running')?.progress?.note
  return note === undefined ? 'start and end' : kindOf(note)
}

/** `evaluate: 64 of 900 test users` and `evaluate: 128 of 900 test users` are one step. */
const kindOf = (note: string): string =>
  note
    .replace(/: \d+ of \d+.*/, '')
    .replace(/: epoch .*/, ': epochs')
    .replace(/: (planned|chosen).*/, ': $1')
