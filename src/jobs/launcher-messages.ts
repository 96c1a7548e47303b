/** What a server and its launcher say to each other: what it says to a child, and a child to it, with a number for each work. */

import type { FromChild } from './child-messages.ts'
import type { Priority } from './priority.ts'
import type { Patience } from './starvation.ts'

export type ToLauncher =
  | {
      readonly type: 'run'
      readonly id: number
      readonly module: string
      readonly spec: unknown
      readonly priority: Priority
      readonly heapMbMax?: number
      readonly patience?: Patience
    }
  | { readonly type: 'cancel'; readonly id: number }

export interface FromLauncher {
  readonly id: number
  /** `wrote`: its last lines on standard error. */
  readonly said: FromChild | { readonly type: 'wrote'; readonly text: string }
}
