/**
 * What every kind of model can do once it is warm: give the whole catalogue scores for a history. What is done with
 * them (the best that are allowed, shares, a ranking of given items) is the same for all kinds and is `answer.ts`.
 */

import type { ShareRule } from '../ranking/probabilities.ts'
import type { Scored } from '../ranking/scored.ts'
import type { Situation } from './situation-features.ts'

export interface Scorer {
  /**
   * Scores by item index after a history, oldest first; -Infinity is never recommended. For related items the history
   * is the one item asked about, or nothing. Models without lifts take no account of the situation. The array is written
   * anew by the next call.
   */
  score(history: ArrayLike<number>, situation?: Situation): Float32Array<ArrayBuffer>
  /** The same without scoring every item, where the model allows it; good until the next call. */
  quick?(history: ArrayLike<number>, situation?: Situation): Scored
  /**
   * Has what `quick` needs of a history found where nobody else waits for it. Without it, or where there is nothing to wait for,
   * `quick` finds it itself.
   */
  foresee?(history: ArrayLike<number>): Promise<void> | undefined
  /** How scores become probabilities; absent for models that give an order only. */
  readonly shares?: ShareRule
  /** Bytes beside the file. */
  readonly byteCount: number
}
