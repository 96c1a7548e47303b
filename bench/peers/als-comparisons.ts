/**
 * An epoch of alternating least squares, both sides, beside implicit's: the same matrix of ml-1m's size, 64 wide, three steps
 * of conjugate gradients, two threads. Figures are epochs in ten seconds: more is better, as everywhere in this bench.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Histories } from '../../src/algorithms/histories.ts'
import { fitIals } from '../../src/algorithms/ials/fit.ts'
import { ialsDefaults } from '../../src/algorithms/ials/params.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Comparison, PeerOutput, RunPeer } from './comparison.ts'

const itemCount = 3706
const threadCount = 2
const millisecondsOfFigure = 10_000

export async function alsComparisons(peer: RunPeer, isToy: boolean): Promise<readonly Comparison[]> {
  const histories = popularHistories(isToy ? 60 : 6040, isToy ? 20 : 165)
  const theirs = isToy ? { reason: 'toy size' } : await onSameCells(peer, histories)
  return [
    {
      what: 'iALS, a million interactions, 64 wide',
      ...{ unit: 'epochs in 10 s', peerName: 'implicit, CG' },
      ours: millisecondsOfFigure / (await epochMs(histories, isToy)),
      peer: epochsOf(theirs),
    },
  ]
}

/** Every user has some items, popular ones more often. */
function popularHistories(userCount: number, historyLength: number): Histories {
  const random = seededRandom(1)
  const items = Uint32Array.from({ length: userCount * historyLength }, () =>
    Math.floor(itemCount * random.next() ** 2.5),
  )
  const offsets = Uint32Array.from({ length: userCount + 1 }, (_, user) => user * historyLength)
  return { userCount, itemCount, offsets, items, times: new Float64Array(items.length) }
}

/** Of the fastest: what ten epochs more take, so that laying out and starting threads does not count. */
async function epochMs(histories: Histories, isToy: boolean): Promise<number> {
  const few = isToy ? 1 : 2
  const many = isToy ? 2 : 22
  const took = async (epochCount: number): Promise<number> => {
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < (isToy ? 1 : 5); round++) {
      const started = performance.now()
      await fitIals(histories, { ...ialsDefaults, epochCount }, { threadCount, seed: 1 })
      best = Math.min(best, performance.now() - started)
    }
    return best
  }
  return Math.max(0.001, ((await took(many)) - (await took(few))) / (many - few))
}

async function onSameCells(peer: RunPeer, { items, offsets, userCount }: Histories): Promise<PeerOutput> {
  const directory = await mkdtemp(join(tmpdir(), 'attune-als-'))
  try {
    const rows: string[] = []
    for (let user = 0; user < userCount; user++)
      for (const item of new Set(items.subarray(offsets[user], offsets[user + 1]))) rows.push(`${user},${item}`)
    const file = join(directory, 'pairs.csv')
    await writeFile(file, `user,item\n${rows.join('\n')}\n`)
    return await peer('als_implicit.py', [String(threadCount), file])
  } finally {
    await rm(directory, { recursive: true })
  }
}

function epochsOf(output: PeerOutput): number | string {
  if ('reason' in output) return output.reason
  const found = /d=64 CG3: (\d+) ms\/epoch/.exec(output.text)
  return found === null ? 'its output has no figure' : Math.round(millisecondsOfFigure / Number(found[1]))
}
