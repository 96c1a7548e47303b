/** What the two ends of a child process say to each other, over node's own channel, and how an error crosses it. */

import type { Progress } from '../storage/job-queue.ts'
import { JobFailure } from './job-kind.ts'
import { Starved } from './starvation.ts'

export type ToChild = { readonly type: 'run'; readonly spec: unknown }

export type FromChild =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'result'; readonly result: unknown }
  /** `isFinal`: a JobFailure, not to be tried again. `isStarved`: nobody's fault, as the launcher tells it. */
  | {
      readonly type: 'failure'
      readonly message: string
      readonly stack?: string
      readonly isFinal: boolean
      readonly isStarved: boolean
    }

export type Failure = Extract<FromChild, { type: 'failure' }>

export const failureOf = (error: unknown): Failure => ({
  type: 'failure',
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof Error && error.stack ? { stack: error.stack } : {}),
  isFinal: error instanceof JobFailure,
  isStarved: error instanceof Starved,
})

export const errorOf = (message: Failure): Error => {
  const Kind = message.isFinal ? JobFailure : message.isStarved ? Starved : Error
  const error = new Kind(message.message)
  if (message.stack) error.stack = message.stack
  return error
}
