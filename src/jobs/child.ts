/**
 * The server's end of a child process: forks a module at low priority, hands it a spec, passes its progress on and gives
 * its result. A child that dies without a word becomes an ordinary error with the signal and its last lines, so that the
 * engine tries again; a JobFailure in the child is a JobFailure here.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Log } from '../base/log.ts'
import type { Progress } from '../storage/job-queue.ts'
import type { FromChild, ToChild } from './child-messages.ts'
import { JobFailure } from './job-kind.ts'

export interface ChildOrder<Spec> {
  readonly module: URL
  readonly spec: Spec
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  readonly log: Log
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
  signal.addEventListener('abort', cancel, { once: true })
  const forget = () => {
    clearTimeout(patience)
    signal.removeEventListener('abort', cancel)
  }
  return { expectExit, forget }
}

/** Niceness: the server goes first. With 19 answers waited longer than with 10 during imports (`bench/server`). */
const niceness = 10

/**
 * At once, while the child has one thread: on Linux niceness belongs to a thread, and threads inherit it from the one that
 * starts them. Set by the child itself, it came too late for the threads that read and sort, and the slowest hundredth of
 * answers during an import took 36 ms in place of 4.
 */
function yielding(child: ChildProcess): ChildProcess {
  if (child.pid !== undefined) setPriority(child.pid, niceness)
  return child
}

const spawnChild = (module: URL, heapMbMax: number | undefined): ChildProcess => {
  const child = fork(module, {
    execArgv: heapMbMax === undefined ? [] : [`--max-old-space-size=${Math.ceil(heapMbMax)}`],
    env: { ...process.env, ATTUNE_SERVER_PID: String(process.pid) },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  return yielding(child)
}

const errorOf = (message: Extract<FromChild, { type: 'failure' }>): Error => {
  const error = message.isFinal ? new JobFailure(message.message) : new Error(message.message)
  if (message.stack) error.stack = message.stack
  return error
}

export async function runInChild<Spec, Result>(order: ChildOrder<Spec>): Promise<Result> {
  order.signal.throwIfAborted()
  const child = spawnChild(order.module, order.heapMbMax)
  const lastLines = keepLastLines(child)
  const { expectExit, forget } = endingOf(child, order.signal)
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
        else reject(new Error(`a child process ended by ${signal ?? `exit code ${code}`}\n${lastLines()}`.trim()))
      })
      const start: ToChild = { type: 'run', spec: order.spec }
      child.send(start)
    })
  } finally {
    forget()
    if (lastLines() !== '') order.log.debug({ stderr: lastLines() }, 'a child process wrote')
  }
}
