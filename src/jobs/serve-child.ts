/**
 * The child's end: runs one piece of work and tells its server how it went. Only child modules import
 * this file; importing it makes the process end when its server does.
 */

import { Worker } from 'node:worker_threads'
import { siblingModule } from '../base/sibling-module.ts'
import type { Progress } from '../storage/job-queue.ts'
import { type FromChild, failureOf, type ToChild } from './child-messages.ts'

export interface ChildContext {
  readonly progress: (progress: Progress) => void
}

const say = (message: FromChild): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('this module runs as a child process of the server'))
    process.send(message, undefined, undefined, error => (error ? reject(error) : resolve()))
  })

async function answer<Spec, Result>(
  run: (spec: Spec, context: ChildContext) => Promise<Result>,
  spec: Spec,
): Promise<void> {
  const progress = (now: Progress) => void say({ type: 'progress', progress: now })
  try {
    const result = await run(spec, { progress })
    await say({ type: 'result', result })
  } catch (error) {
    await say(failureOf(error))
  }
}

export function serveChild<Spec, Result>(run: (spec: Spec, context: ChildContext) => Promise<Result>): void {
  // A busy main thread cannot see its channel close, so a thread of its own watches for the parent.
  const watch = new Worker(siblingModule(import.meta.url, './parent-watch-thread'), {
    workerData: { parent: process.ppid },
  })
  watch.unref()
  process.once('message', (message: ToChild) => {
    void answer(run, message.spec as Spec).finally(() => {
      void watch.terminate()
      if (process.connected) process.disconnect()
    })
  })
}
