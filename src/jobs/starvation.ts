/**
 * Sees a process that may take idle time alone stand still, since other programs keep every processor busy, and says so once.
 * What counts is time in which the process wanted a processor and got next to nothing of one; whatever it gets starts the
 * count anew, and waiting for a disk or a network does not count. A process cannot leave that policy without rights, so the
 * way out is to begin again with a share: what it had done is lost. Hence it is told only when the process has stood still for
 * longer than what it has done took, and so no more is lost than was waited for anyway. Linux alone has the policy.
 */

import { readdirSync, readFileSync } from 'node:fs'

export interface Patience {
  readonly everyMs: number
  /** Standing still for less is nothing. */
  readonly forMs: number
}

/** A burst of requests, or somebody's compiler, is over by then. */
export const ordinaryPatience: Patience = { everyMs: 5000, forMs: 5 * 60_000 }

/** The work was ended to begin again with a share of its own. */
export class Starved extends Error {
  override readonly name = 'Starved'
}

export const starvedFor = (ms: number): Starved =>
  new Starved(`other programs kept every processor busy, and it stood still for ${Math.round(ms / 1000)} s`)

/** Of what its ready threads would take alone. The policy gives .3 percent beside one busy thread a processor. */
const shareMin = 0.02
/** Linux tells user space times in hundredths of a second on every processor that Node runs on. */
const msPerTick = 10

interface Seen {
  readonly atMs: number
  readonly processorMs: number
  readonly readyThreads: number
}

/** From the state on: the name before it may hold anything. */
const fieldsOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split(') ').at(-1)!.split(' ')

function isReady(file: string): boolean {
  try {
    return fieldsOf(file)[0] === 'R'
  } catch {
    return false // The thread has ended.
  }
}

/** Undefined when the process is gone, or the system tells no such thing. */
function look(pid: number): Seen | undefined {
  try {
    const [userTicks, systemTicks] = fieldsOf(`/proc/${pid}/stat`).slice(11, 13).map(Number) as [number, number]
    const threads = readdirSync(`/proc/${pid}/task`)
    return {
      atMs: performance.now(),
      processorMs: (userTicks + systemTicks) * msPerTick,
      readyThreads: threads.filter(thread => isReady(`/proc/${pid}/task/${thread}/stat`)).length,
    }
  } catch {
    return undefined
  }
}

/** Gives what ends the watch. */
export function watchStarvation(pid: number, patience: Patience, onStarved: (stoodMs: number) => void): () => void {
  let former = look(pid)
  let stoodMs = 0
  const timer = setInterval(() => {
    const now = look(pid)
    if (former && now) stoodMs = stoodStill(stoodMs, former, now)
    former = now
    if (stoodMs < Math.max(patience.forMs, now?.processorMs ?? 0)) return
    clearInterval(timer)
    onStarved(stoodMs)
  }, patience.everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function stoodStill(formerMs: number, former: Seen, now: Seen): number {
  const passedMs = now.atMs - former.atMs
  const gotMs = now.processorMs - former.processorMs
  if (gotMs > shareMin * passedMs * Math.max(1, now.readyThreads)) return 0
  return now.readyThreads > 0 ? formerMs + passedMs : formerMs
}
