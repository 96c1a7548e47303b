/**
 * The parent's end of a child process: forks a module at its priority, hands it a spec, passes its progress on and gives
 * its result. A child that dies without a word becomes an ordinary error with the signal and its last lines, so that the
 * engine tries again; a JobFailure in the child is a JobFailure here. The server does not call this: the launcher does
 * (`launch.ts`).
 */

import { type ChildProcess, fork } from 'node:child_process'
import type { Log } from '../base/log.ts'
import type { Progress } from '../storage/job-queue.ts'
import { errorOf, type FromChild, type ToChild } from './child-messages.ts'
import { type Priority, priorityMeans } from './priority.ts'
import { ordinaryPatience, type Patience, type Starved, starvedFor, watchStarvation } from './starvation.ts'

export interface ChildOrder<Spec> {
  readonly module: URL
  readonly spec: Spec
  readonly signal: AbortSignal
  readonly priority: Priority
  readonly onProgress: (progress: Progress) => void
  readonly log: Pick<Log, 'debug'>
  /** How long it may stand still where it gets idle time alone, before it fails as `Starved`. */
  readonly patience?: Patience
  /** Bound of the JavaScript heap, in megabytes. Typed arrays lie outside it. */
  readonly heapMbMax?: number
}

/** From the polite signal, or the outcome, to the signal that cannot be refused. */
const graceMs = 2000

const stderrCharactersKept = 2000

function keepLastLines(child: ChildProcess): () => string {
  let last = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    last = (last + chunk).slice(-stderrCharactersKept)
  })
  return () => last.trim()
}

/** Sees to it that the child goes: politely when the work is cancelled, and by force when it does not. */
function endingOf(child: ChildProcess, signal: AbortSignal) {
  let patience: NodeJS.Timeout | undefined
  const expectExit = () => {
    patience ??= setTimeout(() => child.kill('SIGKILL'), graceMs)
  }
  const cancel = () => {
    child.kill('SIGTERM')
    expectExit()
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  const forget = () => {
    clearTimeout(patience)
    signal.removeEventListener('abort', cancel)
  }
  return { expectExit, forget }
}

/** Children of a launcher belong to its server. */
const serverPid = (): string => process.env.ATTUNE_SERVER_PID ?? String(process.pid)

async function spawnChild({ module, heapMbMax, priority }: ChildOrder<unknown>) {
  const { execPath, execArgv, mayStarve, begun } = await priorityMeans(priority)
  const heap = heapMbMax === undefined ? [] : [`--max-old-space-size=${Math.ceil(heapMbMax)}`]
  const child = fork(module, {
    execPath,
    execArgv: [...execArgv, ...heap],
    env: { ...process.env, ATTUNE_SERVER_PID: serverPid() },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  begun(child)
  return { child, mayStarve }
}

/** Gives the reason once there is one, and has then ended the child. */
function starvationOf({ pid }: ChildProcess, patience: Patience) {
  let starved: Starved | undefined
  const end = (stoodMs: number): void => {
    starved = starvedFor(stoodMs)
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }
  const forget = pid === undefined ? () => undefined : watchStarvation(pid, patience, end)
  return { reason: () => starved, forget }
}

export async function runInChild<Spec, Result>(order: ChildOrder<Spec>): Promise<Result> {
  order.signal.throwIfAborted()
  const { child, mayStarve } = await spawnChild(order)
  const lastLines = keepLastLines(child)
  const { expectExit, forget } = endingOf(child, order.signal)
  const starvation = mayStarve ? starvationOf(child, order.patience ?? ordinaryPatience) : undefined
  try {
    return await new Promise<Result>((resolve, reject) => {
      let outcome: (() => void) | undefined
      child.on('message', (message: FromChild) => {
        if (message.type === 'progress') return order.onProgress(message.progress)
        const isResult = message.type === 'result'
        outcome = isResult ? () => resolve(message.result as Result) : () => reject(errorOf(message))
        expectExit()
      })
      child.once('error', reject)
      // The outcome counts once the process is gone (nothing of it runs beside what comes next) and all it said was read,
      // which `exit` alone does not promise.
      child.once('close', (code, signal) => {
        if (order.signal.aborted) reject(order.signal.reason)
        else if (outcome) outcome()
        else if (starvation?.reason()) reject(starvation.reason())
        else reject(new Error(`a child process ended by ${signal ?? `exit code ${code}`}\n${lastLines()}`.trim()))
      })
      const start: ToChild = { type: 'run', spec: order.spec }
      child.send(start)
    })
  } finally {
    forget()
    starvation?.forget()
    if (lastLines() !== '') order.log.debug({ stderr: lastLines() }, 'a child process wrote')
  }
}
