/** What the two ends of a child process say to each other, over node's own channel. */

import type { Progress } from '../storage/job-queue.ts'

export type ToChild = { readonly type: 'run'; readonly spec: unknown }

export type FromChild =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'result'; readonly result: unknown }
  /** `isFinal`: a JobFailure, not to be tried again. */
  | { readonly type: 'failure'; readonly message: string; readonly stack?: string; readonly isFinal: boolean }
