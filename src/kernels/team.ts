/**
 * Threads that work on one shared memory. `run` gives all of them the same task and resolves with what each returned; the
 * calling thread only waits for messages, so it can report progress and abort. Threads live until `close`, since starting
 * one costs tens of milliseconds. Jobs should be coarse: half a batch, chunks of some rows.
 */

import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type MemberData, type MemberMessage, newControl, reset, stop, type TaskMessage } from './team-control.ts'

export interface TeamOptions {
  /** Calls `serveTeam`; `siblingModule(import.meta.url, './fit-thread')` finds it in sources and in the package. */
  readonly module: URL
  readonly threadCount: number
  readonly memory: WebAssembly.Memory
  /** Copied to every member. */
  readonly data?: unknown
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly onReport?: (report: unknown, member: number) => void
}

export interface Team {
  readonly threadCount: number
  /** One run at a time. Rejects with the first error of a member, or with the reason of the signal. */
  run(task: string, args?: unknown, options?: RunOptions): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** As many as the machine lets this process use, and at most `max`. */
export const threadCountUpTo = (max: number): number => Math.max(1, Math.min(max, availableParallelism()))

type Ending = Extract<MemberMessage, { readonly kind: 'done' | 'failed' | 'stopped' }>

/** What a worker says last of a task, or why it is no more. */
async function ending(worker: Worker, onReport: (report: unknown) => void): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>()
  const onMessage = (message: MemberMessage): void => {
    if (message.kind === 'report') onReport(message.report)
    else if (message.kind !== 'ready') resolve(message)
  }
  const onError = (error: unknown): void => resolve({ kind: 'failed', error })
  const onExit = (code: number): void => resolve({ kind: 'failed', error: new Error(`a thread ended with ${code}`) })
  worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  try {
    return await promise
  } finally {
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
  }
}

/** The results in the order of the members, unless one failed. */
function resultsOf(endings: readonly Ending[], signal: AbortSignal | undefined): readonly unknown[] {
  for (const end of endings) if (end.kind === 'failed') throw end.error
  return endings.map(end => {
    if (end.kind !== 'done') throw signal?.reason ?? new Error('the run was stopped')
    return end.result
  })
}

async function ready(worker: Worker): Promise<void> {
  const [message] = (await once(worker, 'message')) as [MemberMessage]
  if (message.kind !== 'ready') throw new Error('a thread must call serveTeam first')
}

const terminated = (workers: readonly Worker[]): Promise<unknown> =>
  Promise.all(workers.map(worker => worker.terminate()))

export async function openTeam({ module, threadCount, memory, data }: TeamOptions): Promise<Team> {
  const control = newControl()
  const memberData = (index: number): MemberData => ({ index, threadCount, memory, control, data })
  const workers = Array.from(
    { length: threadCount },
    (_, index) => new Worker(module, { workerData: memberData(index), execArgv: [] }),
  )
  try {
    await Promise.all(workers.map(ready))
  } catch (error) {
    await terminated(workers)
    throw error
  }
  let isLost = false
  let isRunning = false

  const perform = async (message: TaskMessage, { signal, onReport = () => {} }: RunOptions) => {
    reset(control)
    const onAbort = (): void => stop(control)
    signal?.addEventListener('abort', onAbort)
    const endings = workers.map(async (worker, index) => {
      const end = await ending(worker, report => onReport(report, index))
      if (end.kind === 'failed') stop(control)
      return end
    })
    for (const worker of workers) worker.postMessage(message)
    try {
      return resultsOf(await Promise.all(endings), signal)
    } finally {
      signal?.removeEventListener('abort', onAbort)
      isLost = workers.some(worker => worker.threadId === -1)
    }
  }

  return {
    threadCount,
    async run(task, args, options = {}) {
      options.signal?.throwIfAborted()
      if (isRunning) throw new Error('the team already runs a task')
      if (isLost) throw new Error('a thread of the team is gone')
      isRunning = true
      try {
        return await perform({ task, args }, options)
      } finally {
        isRunning = false
      }
    },
    async close() {
      await terminated(workers)
    },
  }
}
