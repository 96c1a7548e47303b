/** Starts the load generator and takes what it found. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadResult, LoadSpec } from './load-spec.ts'

export interface Load {
  readonly result: Promise<LoadResult>
  stop(): void
}

const module = fileURLToPath(new URL('./load-child.ts', import.meta.url))

export function startLoad(spec: LoadSpec): Load {
  const child = fork(module, { serialization: 'advanced' })
  child.send(spec)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load generator ended with ${code}`)
  })
  const result = Promise.race([once(child, 'message').then(([found]) => found as LoadResult), ended])
  // Once there is a result, the end of the process is no news.
  ended.catch(() => undefined)
  return {
    result,
    stop: () => {
      if (child.connected) child.send('stop')
    },
  }
}

export const load = (spec: LoadSpec): Promise<LoadResult> => startLoad(spec).result
