/**
 * The step of the sequence model beside PyTorch's: width 64, two blocks of two heads, 256 inside, 256 sampled items of
 * 3,706, two threads. PyTorch is fed as its users feed it, a row of `length` places per user; we lay histories end to end.
 * A position counts as useful if it has a next item.
 */

import type { Histories } from '../../src/algorithms/histories.ts'
import { fitSequenceModel } from '../../src/algorithms/sequence-model/fit.ts'
import { type SequenceModelOptions, sequenceModelDefaults } from '../../src/algorithms/sequence-model/params.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Comparison, PeerOutput, RunPeer } from './comparison.ts'
import { interactionsFile, lengthsOf } from './sequence-lengths.ts'

const itemCount = 3706
const threadCount = 2
const name = 'PyTorch, eager, CPU'

/** As the peer's program has it: ReLU, no dropout, and every position has a loss against 256 sampled items. */
const options: SequenceModelOptions = {
  ...sequenceModelDefaults,
  ...{
    activation: 'relu',
    hiddenWidth: 256,
    dropout: 0,
    isWarmStarted: false,
    fullSoftmaxItemCountMax: 0,
    negativeCount: 256,
  },
}

export async function sequenceComparisons(peer: RunPeer, isToy: boolean): Promise<readonly Comparison[]> {
  const comparisons = [await full(peer, isToy)]
  for (const [set, length] of [
    ['ml-1m', 200],
    ['diginetica', 50],
  ] as const) {
    const lengths = lengthsOf(set)
    if (lengths !== undefined) comparisons.push(await likeSet(peer, isToy, set, length, lengths))
  }
  return comparisons
}

async function full(peer: RunPeer, isToy: boolean): Promise<Comparison> {
  const theirs = isToy ? { reason: 'toy size' } : await peer('sasrec_torch.py', [String(threadCount)])
  const lengths = new Array<number>(isToy ? 128 : 1280).fill(51)
  return {
    what: 'a training step, 128 histories of 50',
    ...{ unit: 'k positions/s', peerName: name, peer: figure(theirs, /, (\d+)k tok\/s/) },
    ours: await ourRate(lengths, 50),
  }
}

async function likeSet(
  peer: RunPeer,
  isToy: boolean,
  set: string,
  length: number,
  lengths: readonly number[],
): Promise<Comparison> {
  const args = [String(threadCount), '--len', String(length), '--lengths', interactionsFile(set)]
  const theirs = isToy ? { reason: 'toy size' } : await peer('sasrec_torch.py', args)
  const stride = Math.ceil(lengths.length / (isToy ? 50 : set === 'ml-1m' ? 600 : 30_000))
  return {
    what: `histories as long as those of ${set}, up to ${length}`,
    ...{ unit: 'k useful positions/s', peerName: name, peer: figure(theirs, /useful [\d.]+: (\d+)k tok\/s/) },
    ours: await ourRate(
      lengths.filter((_, at) => at % stride === 0).map(count => Math.min(count, length + 1)),
      length,
    ),
  }
}

const figure = (output: PeerOutput, pattern: RegExp): number | string => {
  if ('reason' in output) return output.reason
  const found = pattern.exec(output.text)
  return found === null ? 'its output has no figure' : Number(found[1])
}

/** Thousand positions a second in the fastest of some epochs; the first one warms up. */
async function ourRate(lengths: readonly number[], lengthMax: number): Promise<number> {
  const histories = randomHistories(lengths)
  const positionCount = histories.items.length - histories.userCount
  let best = Number.POSITIVE_INFINITY
  let started = performance.now()
  const onProgress = (): void => {
    best = Math.min(best, performance.now() - started)
    started = performance.now()
  }
  await fitSequenceModel(histories, { ...options, lengthMax, epochCount: 6 }, { threadCount, seed: 1, onProgress })
  return positionCount / best
}

function randomHistories(lengths: readonly number[]): Histories {
  const random = seededRandom(1)
  const offsets = new Uint32Array(lengths.length + 1)
  for (const [user, length] of lengths.entries()) offsets[user + 1] = offsets[user]! + length
  const items = Uint32Array.from({ length: offsets.at(-1)! }, () => random.below(itemCount))
  return { userCount: lengths.length, itemCount, offsets, items, times: new Float64Array(items.length) }
}
