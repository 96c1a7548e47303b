/**
 * A thread of a team: its module calls `serveTeam` with the tasks it can do. All members run the same task at the same
 * time, each on its part, and meet at barriers. A member that fails stops the others at their next barrier or chunk.
 */

import { parentPort, workerData } from 'node:worker_threads'
import {
  arrivedWord,
  chunkWord,
  generationWord,
  type MemberData,
  type MemberMessage,
  stop,
  stopWord,
  type TaskMessage,
} from './team-control.ts'

export interface Member<Data> {
  readonly index: number
  readonly threadCount: number
  readonly memory: WebAssembly.Memory
  readonly data: Data
  /** The next of `count` chunks, or -1 when all are taken. Counts from 0 in each run and after each barrier. */
  nextChunk(count: number): number
  /** Returns once every member has called it. */
  barrier(): void
  /** Something for `onReport` of the run. */
  report(report: unknown): void
}

export type Task = (args: never) => unknown

/** Thrown in members that leave because another failed or the run was aborted. */
class TeamStopped extends Error {
  override readonly name = 'TeamStopped'
}

/** About 30 µs: longer waits would cost a thread that shares the core its time slice. */
const spinCount = 5000

const { index, threadCount, memory, control, data } = (workerData ?? {}) as MemberData

const isStopped = (): boolean => Atomics.load(control, stopWord) !== 0

function leaveIfStopped(): void {
  if (isStopped()) throw new TeamStopped()
}

function nextChunk(count: number): number {
  leaveIfStopped()
  const chunk = Atomics.add(control, chunkWord, 1)
  return chunk < count ? chunk : -1
}

function waitBeyond(generation: number): void {
  for (let spin = 0; spin < spinCount; spin++) {
    if (Atomics.load(control, generationWord) !== generation) return
  }
  while (Atomics.load(control, generationWord) === generation) Atomics.wait(control, generationWord, generation)
}

/** The generation is read before the flag: a stop that comes in between has yet to raise it, so nobody waits for ever. */
function barrier(): void {
  const generation = Atomics.load(control, generationWord)
  leaveIfStopped()
  if (Atomics.add(control, arrivedWord, 1) === threadCount - 1) {
    Atomics.store(control, arrivedWord, 0)
    Atomics.store(control, chunkWord, 0)
    Atomics.add(control, generationWord, 1)
    Atomics.notify(control, generationWord)
  } else {
    waitBeyond(generation)
    leaveIfStopped()
  }
}

const post = (message: MemberMessage): void => parentPort?.postMessage(message)

async function perform(task: Task | undefined, { task: name, args }: TaskMessage): Promise<MemberMessage> {
  try {
    if (task === undefined) throw new Error(`the team has no task ${name}`)
    return { kind: 'done', result: await task(args as never) }
  } catch (error) {
    if (error instanceof TeamStopped) return { kind: 'stopped' }
    stop(control)
    return { kind: 'failed', error }
  }
}

export function serveTeam<Data>(tasksOf: (member: Member<Data>) => Readonly<Record<string, Task>>): void {
  const report = (report: unknown): void => post({ kind: 'report', report })
  const tasks = tasksOf({ index, threadCount, memory, data: data as Data, nextChunk, barrier, report })
  parentPort?.on('message', async (message: TaskMessage) => {
    post(await perform(Object.hasOwn(tasks, message.task) ? tasks[message.task] : undefined, message))
  })
  post({ kind: 'ready' })
}
