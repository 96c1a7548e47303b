/**
 * A blend of any size, made up: popularity falls as 1 / rank^0.8, followers are drawn by popularity, weights fall from row
 * start to row end, vectors are noise that is longer for popular items. What it recommends means nothing; what it costs is
 * what a trained one costs.
 */

import type { Part, WeightedPart } from '../../src/algorithms/blend/params.ts'
import { encodeIds, IdTable } from '../../src/artifacts/id-table.ts'
import type { BlendModel } from '../../src/artifacts/recommender-artifact.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'

export interface BlendModelSize {
  readonly itemCount: number
  readonly userCount: number
  readonly historyLength: number
  readonly followerCount: number
  /** Width of the vectors; 0 for a blend of rules and popularity alone. */
  readonly dimension: number
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

function rows(random: Random, { itemCount, followerCount }: BlendModelSize) {
  const entryCount = itemCount * followerCount
  const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, item) => item * followerCount)
  const items = new Uint32Array(entryCount)
  for (let at = 0; at < entryCount; at++) items[at] = popular(random, itemCount)
  const weights = new Float32Array(entryCount)
  const row = share(followerCount)
  for (let at = 0; at < entryCount; at += followerCount) weights.set(row, at)
  return { offsets, items, weights }
}

function vectors(random: Random, { itemCount, dimension }: BlendModelSize): Float32Array<ArrayBuffer> {
  const found = new Float32Array(itemCount * dimension)
  for (let item = 0; item < itemCount; item++) {
    const length = 1 + 4 / Math.sqrt(1 + item / 100)
    for (let k = 0; k < dimension; k++) found[item * dimension + k] = length * (random.next() + random.next() - 1)
  }
  return found
}

function partsOf(random: Random, size: BlendModelSize, prior: Float32Array<ArrayBuffer>): WeightedPart[] {
  const followers = rows(random, size)
  const near: Part = { name: 'near', shape: 'rows', rows: followers, form: { window: 32, decay: 0.5 } }
  const far: Part = { name: 'far', shape: 'rows', rows: followers, form: { window: 32, decay: 0.8 } }
  const simple = [
    { part: near, weight: 0.5 },
    { part: far, weight: 0.25 },
    { part: { name: 'prior', shape: 'prior', scores: prior } as const, weight: 0.05 },
  ]
  if (size.dimension === 0) return simple
  const [inputs, outputs] = [vectors(random, size), vectors(random, size)]
  const form = { window: 50, decay: 0.9 }
  return [
    ...simple,
    { part: { name: 'vectors', shape: 'factors', dimension: size.dimension, inputs, outputs, form }, weight: 0.5 },
  ]
}

export function blendModel(size: BlendModelSize): BlendModel {
  const { itemCount, userCount, historyLength, seed } = size
  const random = seededRandom(seed)
  const prior = share(itemCount)
  const offsets = Uint32Array.from({ length: userCount + 1 }, (_, user) => user * historyLength)
  return {
    kind: 'blend',
    origin: { recipe: 'aws-user-personalization-v2', seed, interactionCount: userCount * historyLength },
    items: ids('item-', itemCount),
    users: ids('user-', userCount),
    histories: {
      offsets,
      items: Uint32Array.from({ length: userCount * historyLength }, () => popular(random, itemCount)),
    },
    params: {
      parts: partsOf(random, size, prior),
      repeatOffset: -2,
      temperature: 1.5,
      cold: Float32Array.from(prior, one => Math.log(one)),
    },
    facts: {
      ageDays: Float32Array.from({ length: itemCount }, () => 1000 * random.next()),
      userCounts: Uint32Array.from(prior, one => Math.ceil(one * 1e6)),
    },
  }
}
