/** What is said between the event loop and the thread that scores histories of one model (`score-elsewhere.ts`). */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import type { Artifact } from '../artifacts/reader.ts'
import type { Best } from './remembered-best.ts'

/** What the thread scores by; all arrays lie in memory that both share. */
export interface ScoreModel {
  readonly artifact: Artifact
  readonly prepared: PreparedBlend
}

export interface ScoreThreadData extends ScoreModel {
  readonly open: OpenQuestions
}

export interface ScoreQuestion {
  readonly id: number
  readonly history: Uint32Array
}

export type ScoreMessage = 'ready' | (Best & { readonly id: number })

/** Shared: of each question that nobody has begun with its id, in the place that `placeOf` says. */
export type OpenQuestions = Int32Array<SharedArrayBuffer>

/** More never wait. */
export const openCountMax = 1024

const placeOf = (id: number): number => id & (openCountMax - 1)

export function lay(open: OpenQuestions, id: number): void {
  Atomics.store(open, placeOf(id), id)
}

/** Whether it is now the caller's: of the two who may take a question one gets it. */
export const take = (open: OpenQuestions, id: number): boolean =>
  Atomics.compareExchange(open, placeOf(id), id, 0) === id
