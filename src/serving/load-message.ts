/** What the loading thread is told, and what it says at its end. */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import type { Artifact } from '../artifacts/reader.ts'

export interface LoadThreadData {
  readonly path: string
  readonly checksum: string
  /** Products of one history from which a thread of its own is to score them: the model then lies in shared memory. 0: never. */
  readonly threadFrom: number
}

export type LoadMessage =
  | { readonly artifact: Artifact; readonly prepared: PreparedBlend | undefined; readonly isShared: boolean }
  | { readonly damage: string }
