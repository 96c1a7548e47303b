/**
 * How long a job was at each step, and the most memory its child held there: from the progress that the server tells of the
 * job and from /proc, looked at a few times a second. Steps shorter than half a second may be missed, since the server
 * stores progress no more often.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../../src/storage/job-queue.ts'
import { signedGet } from '../../test/fixtures/signed-get.ts'
import { residentNowMb } from '../quality/process-memory.ts'
import type { StartedServer } from '../quality/started-server.ts'

export interface StepCost {
  readonly step: string
  readonly seconds: number
  readonly childMb: number
}

const lookEveryMs = 250

/** Runs the work and watches the server's running job beside it. */
export async function watchingSteps<T>(
  { process }: StartedServer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly steps: readonly StepCost[] }> {
  const costs = new Map<string, { seconds: number; childMb: number }>()
  let isDone = false
  const watch = async () => {
    let sinceMs = performance.now()
    while (!isDone) {
      const step = await stepUnderWay(process)
      const nowMs = performance.now()
      const cost = costs.get(step) ?? { seconds: 0, childMb: 0 }
      cost.seconds += (nowMs - sinceMs) / 1000
      cost.childMb = Math.max(cost.childMb, residentNowMb(process.pid))
      costs.set(step, cost)
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
