/**
 * Cuts histories into chunks and chunks into batches. Every interaction but a user's first is a target exactly once an
 * epoch. A history longer than `lengthMax` is cut at a place that is random anew each epoch, so that each item meets
 * contexts of every length. Chunks are laid end to end without padding; a batch holds whole chunks up to a number of
 * positions. A pure function of seed and epoch: every thread plans for itself and comes to the same plan.
 */

import { type Random, seededRandom } from '../../base/random.ts'

/** Chunk c reads `lengths[c]` items from `starts[c]` on; the targets are one further. */
export interface EpochPlan {
  readonly starts: Uint32Array
  readonly lengths: Uint32Array
  /** Batch b holds chunks `batches[b]` to `batches[b + 1]`. */
  readonly batches: readonly number[]
}

interface Rows {
  readonly userCount: number
  readonly offsets: Uint32Array
}

export function planEpoch(
  rows: Rows,
  lengthMax: number,
  tokenCountMax: number,
  seed: number,
  epoch: number,
): EpochPlan {
  const random = seededRandom(seed * 7919 + epoch)
  const { starts, lengths } = cutChunks(rows, lengthMax, random)
  shuffleTogether(starts, lengths, random)
  return { starts, lengths, batches: fillBatches(lengths, tokenCountMax) }
}

/** How many positions have a target. */
export function targetCountOf({ userCount, offsets }: Rows): number {
  let count = 0
  for (let user = 0; user < userCount; user++) count += Math.max(0, offsets[user + 1]! - offsets[user]! - 1)
  return count
}

function cutChunks({ userCount, offsets }: Rows, lengthMax: number, random: Random) {
  const starts: number[] = []
  const lengths: number[] = []
  for (let user = 0; user < userCount; user++) {
    const end = offsets[user + 1]! - 1
    let start = offsets[user]!
    let length = end - start > lengthMax ? 1 + random.below(lengthMax) : lengthMax
    while (start < end) {
      starts.push(start)
      lengths.push(Math.min(length, end - start))
      start += length
      length = lengthMax
    }
  }
  return { starts: Uint32Array.from(starts), lengths: Uint32Array.from(lengths) }
}

/** Fisher and Yates' shuffle of both arrays alike. */
function shuffleTogether(first: Uint32Array, second: Uint32Array, random: Random): void {
  for (let at = first.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const one = first[at]!
    const two = second[at]!
    first[at] = first[other]!
    second[at] = second[other]!
    first[other] = one
    second[other] = two
  }
}

function fillBatches(lengths: Uint32Array, tokenCountMax: number): number[] {
  const batches = [0]
  let tokenCount = 0
  for (let chunk = 0; chunk < lengths.length; chunk++) {
    if (tokenCount > 0 && tokenCount + lengths[chunk]! > tokenCountMax) {
      batches.push(chunk)
      tokenCount = 0
    }
    tokenCount += lengths[chunk]!
  }
  if (lengths.length > 0) batches.push(lengths.length)
  return batches
}

/** The chunks of one batch for each thread: each chunk goes to the thread with the fewest positions so far. */
export function shareOut(plan: EpochPlan, batch: number, threadCount: number): number[][] {
  const shares = Array.from({ length: threadCount }, (): number[] => [])
  const tokenCounts = new Array<number>(threadCount).fill(0)
  for (let chunk = plan.batches[batch]!; chunk < plan.batches[batch + 1]!; chunk++) {
    const thread = tokenCounts.indexOf(Math.min(...tokenCounts))
    shares[thread]!.push(chunk)
    tokenCounts[thread]! += plan.lengths[chunk]!
  }
  return shares
}
