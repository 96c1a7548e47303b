/**
 * A model of transition rules of any size, made up: popularity falls as 1 / rank^0.8, followers are drawn by popularity,
 * weights fall from row start to row end. What it recommends means nothing; what it costs is what a trained one costs.
 */

import { encodeIds, IdTable } from '../../src/artifacts/id-table.ts'
import type { SequenceRulesModel } from '../../src/artifacts/recommender-artifact.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'

export interface RulesModelSize {
  readonly itemCount: number
  readonly userCount: number
  readonly historyLength: number
  readonly followerCount: number
  readonly seed: number
}

/** Draws an index with density falling towards the end, as popularity does. */
const popular = (random: Random, count: number): number => Math.floor(count * random.next() ** 3)

const ids = (prefix: string, count: number): IdTable =>
  new IdTable(encodeIds(Array.from({ length: count }, (_, index) => prefix + String(index).padStart(8, '0'))))

function share(count: number): Float32Array<ArrayBuffer> {
  const weights = Float64Array.from({ length: count }, (_, rank) => 1 / (rank + 10) ** 0.8)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return Float32Array.from(weights, weight => weight / total)
}

function rows(random: Random, { itemCount, followerCount }: RulesModelSize) {
  const entryCount = itemCount * followerCount
  const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, item) => item * followerCount)
  const items = new Uint32Array(entryCount)
  for (let at = 0; at < entryCount; at++) items[at] = popular(random, itemCount)
  const weights = new Float32Array(entryCount)
  const row = share(followerCount)
  for (let at = 0; at < entryCount; at += followerCount) weights.set(row, at)
  return { offsets, items, weights }
}

export function rulesModel(size: RulesModelSize): SequenceRulesModel {
  const { itemCount, userCount, historyLength, seed } = size
  const random = seededRandom(seed)
  const prior = share(itemCount)
  const offsets = Uint32Array.from({ length: userCount + 1 }, (_, user) => user * historyLength)
  return {
    kind: 'sequence-rules',
    origin: { recipe: 'aws-user-personalization-v2', seed, interactionCount: userCount * historyLength },
    items: ids('item-', itemCount),
    users: ids('user-', userCount),
    histories: {
      offsets,
      items: Uint32Array.from({ length: userCount * historyLength }, () => popular(random, itemCount)),
    },
    params: {
      followers: rows(random, size),
      prior,
      starts: prior.slice(),
      historyWindow: 32,
      historyDecay: 0.8,
      priorWeight: 0.05,
      repeatFactor: 0.1,
    },
  }
}
