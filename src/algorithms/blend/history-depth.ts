/**
 * How many interactions of a history a part reads. Beyond the window of its form none count; and each step back weighs `decay` of
 * the one before, so that those which weigh less than a 24th halving of the newest change no 32-bit sum. With a decay of .5 that
 * is 24 of a window of 50, with .9 all of them. Fitting, answers and explanations all read so far.
 */

import type { HistoryForm } from './params.ts'

/** A unit in the last place of a 32-bit number, as a share of it. */
const halvings = 24

export function depthOf({ window, decay }: HistoryForm, length: number): number {
  const seen = decay < 1 ? Math.max(1, Math.ceil(halvings / -Math.log2(decay))) : window
  return Math.min(window, length, seen)
}
