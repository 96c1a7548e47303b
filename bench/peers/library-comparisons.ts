/**
 * An epoch of MovieLens-1M, histories up to 200 long, beside RecTools' SASRec, as a ready-made library is used: both with
 * their own defaults for what width 64, two blocks and dropout .2 leave open. Ours sees every position of every history,
 * theirs the newest 200 of each. The second epoch counts; the first warms up.
 */

import { fitSequenceModel } from '../../src/algorithms/sequence-model/fit.ts'
import { sequenceModelDefaults } from '../../src/algorithms/sequence-model/params.ts'
import { leaveOneOut } from '../sequence-model/leave-one-out.ts'
import type { Comparison, PeerOutput, RunPeer } from './comparison.ts'
import { interactionsFile, lengthsOf } from './sequence-lengths.ts'

const set = 'ml-1m'
const secondsAnHour = 3600

export async function libraryComparisons(peer: RunPeer, isToy: boolean): Promise<readonly Comparison[]> {
  if (lengthsOf(set) === undefined) return []
  const theirs = isToy ? { reason: 'toy size' } : await peer('rectools_sasrec.py', [interactionsFile(set), '2'])
  return [
    {
      what: `epochs of ${set}, up to 200 long`,
      ...{ unit: 'epochs/h', peerName: 'RecTools SASRec, CPU', peer: epochsAnHour(theirs) },
      ours: await ourEpochsAnHour(isToy),
    },
  ]
}

function epochsAnHour(output: PeerOutput): number | string {
  if ('reason' in output) return output.reason
  const ends = Array.from(output.text.matchAll(/epoch \d+ at ([\d.]+) s/g), ([, seconds]) => Number(seconds))
  return ends.length === 2 ? Math.round(secondsAnHour / (ends[1]! - ends[0]!)) : 'its output has no epochs'
}

async function ourEpochsAnHour(isToy: boolean): Promise<number> {
  const { training } = leaveOneOut(interactionsFile(set), 1, isToy ? 200 : undefined)
  let [started, taken] = [performance.now(), 0]
  const onProgress = (): void => {
    taken = performance.now() - started
    started = performance.now()
  }
  await fitSequenceModel(training, { ...sequenceModelDefaults, epochCount: 2 }, { threadCount: 2, seed: 1, onProgress })
  return secondsAnHour / (taken / 1000)
}
