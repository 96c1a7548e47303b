/**
 * How many trials are made side by side, and what each may take. A team of all threads does not divide everything: much of
 * a fit is done by one thread while the others wait. Trials beside each other leave none waiting. Each gets an equal part
 * of threads and memory, and plans as if it had all threads, since it may take as much longer: so it finds what it would
 * have found alone. Where memory would change that, there are fewer; trials that are over at once are made one by one.
 */

import type { TrainingMeans } from '../trainers/trainer.ts'

export interface Shares {
  readonly count: number
  /** Of each. */
  readonly means: TrainingMeans
}

export interface Wants {
  readonly trialCount: number
  /** What one of them takes, about, in one thread. */
  readonly secondsEach: number
  /** As many at a time as the request allows. */
  readonly parallelCountMax: number
  /** What every one of them holds; one is taken off the means already. */
  readonly neededMb: number
  /** The most that one of them makes use of beyond, given these means. */
  wantedMb(means: TrainingMeans): number
}

/** Of a thread, its code and what its collector leaves lying about. */
const threadMb = 64

/** A thread takes some tenths of a second of a processor to begin. */
const secondsMin = 1

export function sharesOf(means: TrainingMeans, wants: Wants): Shares {
  const { trialCount, parallelCountMax } = wants
  if (wants.secondsEach < secondsMin) return { count: 1, means }
  for (let count = Math.min(trialCount, parallelCountMax, means.threadCount); count > 1; count--) {
    const share = shareOf(means, count, wants.neededMb)
    if (wants.wantedMb(share) > share.memoryMb) continue
    // Five trials by four would be four and one; by three they are three and two.
    const even = Math.ceil(trialCount / Math.ceil(trialCount / count))
    return { count: even, means: shareOf(means, even, wants.neededMb) }
  }
  return { count: 1, means }
}

const shareOf = (means: TrainingMeans, count: number, neededMb: number): TrainingMeans => ({
  ...means,
  threadCount: Math.floor(means.threadCount / count),
  plannedThreadCount: means.threadCount,
  memoryMb: Math.floor((means.memoryMb + neededMb) / count) - neededMb - threadMb,
})
