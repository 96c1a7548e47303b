/**
 * What a child process gets of the processors. On Linux, `idle` means: what nobody else wants. A thread of the server that
 * wakes then runs at once, where it waits for up to 4 ms for each `low` thread that is at work, and answers wait with it.
 * Policy and niceness of a process belong to its threads and are inherited by those that they start, so they are set
 * before the child has begun.
 */

import { type ChildProcess, execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Settings } from '../config.ts'

/** `normal`: somebody waits for it. */
export type Priority = 'normal' | 'low' | 'idle'

export const priorityOfJobs = ({ jobPriority }: Pick<Settings, 'jobPriority'>): Priority =>
  jobPriority === 'low' ? 'low' : 'idle'

interface PriorityMeans {
  readonly execPath: string
  readonly execArgv: readonly string[]
  /** It gets nothing as long as others want all. */
  readonly mayStarve: boolean
  /** To be called at once, while the child has one thread. */
  begun(child: ChildProcess): void
}

/** A tenth of the share of the server, where both want all of a processor. */
const niceness = 10

/** Node has no call for the policy: `chrt` of util-linux sets it and becomes the child. */
const chrt = 'chrt'
const idlePolicy = ['-i', '0'] as const

let chrtWorks: Promise<boolean> | undefined

/** There are systems without it, and sandboxes that forbid it. */
function canBeIdle(): Promise<boolean> {
  chrtWorks ??= new Promise(resolve => {
    execFile(chrt, [...idlePolicy, 'true'], error => resolve(error === null))
  })
  return chrtWorks
}

const beNice = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) setPriority(pid, niceness)
}

const direct = { execPath: process.execPath, execArgv: [], mayStarve: false } as const

export async function priorityMeans(priority: Priority): Promise<PriorityMeans> {
  if (priority === 'normal') return { ...direct, begun: () => undefined }
  if (priority === 'low' || !(await canBeIdle())) return { ...direct, begun: beNice }
  return { execPath: chrt, execArgv: [...idlePolicy, process.execPath], mayStarve: true, begun: beNice }
}
