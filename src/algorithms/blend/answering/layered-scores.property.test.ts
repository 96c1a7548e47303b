/**
 * What serving asks of a blend against the plain definition: every item scored, sorted and summed. Random blends of all
 * shapes of part, catalogues below and beyond the lengths of heads and blocks, histories that hold the most popular items or
 * none, sets of allowed items by name and by question, one request after the other on the same object.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Random, seededRandom } from '../../../base/random.ts'
import { applyItemFacts } from '../../item-facts/apply.ts'
import type { NewItemsParams } from '../../new-items/params.ts'
import { layoutOf } from '../../sequence-model/layout.ts'
import type { BlendParams, Part, WeightedPart } from '../params.ts'
import { type BlendFacts, prepareBlend } from '../prepared/prepare.ts'
import { scoreCatalogue } from '../score.ts'
import { LayeredScores } from './layered-scores.ts'

type Floats = Float32Array<ArrayBuffer>

const noise = (random: Random): number => random.next() + random.next() - 1

const floats = (length: number, draw: () => number): Floats => Float32Array.from({ length }, draw)

function rowsPart(random: Random, itemCount: number): Part {
  const lengths = Array.from({ length: itemCount }, () => random.below(6))
  const offsets = new Uint32Array(itemCount + 1)
  for (const [row, length] of lengths.entries()) offsets[row + 1] = offsets[row]! + length
  const count = offsets[itemCount]!
  const items = Uint32Array.from({ length: count }, () => Math.floor(itemCount * random.next() ** 3))
  const rows = { offsets, items, weights: floats(count, () => noise(random)) }
  return { name: 'rows', shape: 'rows', rows, form: { window: 1 + random.below(20), decay: 0.7 } }
}

/** Popularity, so uneven that a few items hold nearly all mass. */
const priorPart = (random: Random, itemCount: number): Part => ({
  name: 'prior',
  shape: 'prior',
  scores: floats(itemCount, () => 1 / (0.001 + random.next())),
})

function factorsParts(random: Random, itemCount: number): readonly Part[] {
  const dimension = 4 * (1 + random.below(6))
  const vectors = () => floats(itemCount * dimension, () => noise(random) * (random.next() < 0.1 ? 8 : 1))
  const [inputs, outputs] = [vectors(), vectors()]
  const one = { name: 'factors', shape: 'factors', dimension, inputs, outputs } as const
  return [
    { ...one, form: { window: 50, decay: 0.9 } },
    { ...one, form: { window: 3, decay: 1 } },
  ]
}

function sequencePart(random: Random, itemCount: number): Part {
  const shape = {
    ...{ itemCount, dimension: 16, blockCount: 1, headCount: 2, hiddenWidth: 16, lengthMax: 8 },
    hasDistanceBiases: false,
  }
  const weights = floats(layoutOf(shape).length, () => 0.5 * noise(random))
  return { name: 'sequence', shape: 'sequence', params: { shape, weights, logPrior: new Float32Array(itemCount) } }
}

interface Setting {
  readonly itemCount: number
  readonly hasFactors: boolean
  readonly hasSequence: boolean
  readonly hasPrior: boolean
  readonly repeatOffset: number
  readonly temperature: number
  readonly seed: number
}

function blendOf({ itemCount, hasFactors, hasSequence, hasPrior, repeatOffset, temperature, seed }: Setting) {
  const random = seededRandom(seed)
  const parts = [
    rowsPart(random, itemCount),
    rowsPart(random, itemCount),
    ...(hasPrior ? [priorPart(random, itemCount)] : []),
    ...(hasFactors ? factorsParts(random, itemCount) : []),
    ...(hasSequence ? [sequencePart(random, itemCount)] : []),
  ]
  const weighted = parts.map((part): WeightedPart => ({ part, weight: 0.1 + random.next() }))
  const cold = floats(itemCount, () => Math.log(random.next() + 1e-9))
  return { params: { parts: weighted, repeatOffset, temperature, cold } satisfies BlendParams, random }
}

const tolerance = 2e-4

/** Sums of f32 in another order; scores grow with the temperature and the unevenness of a part. */
const isNear = (one: number, other: number): boolean =>
  one === other || Math.abs(one - other) <= tolerance * (1 + Math.abs(one) + Math.abs(other))

/** The same items in the same places, but for those whose scores are the same within the tolerance. */
function assertSameOrder(found: readonly number[], wanted: readonly number[], scores: Float32Array): void {
  assert.equal(found.length, wanted.length)
  assert.equal(new Set(found).size, found.length)
  for (const [place, item] of found.entries())
    assert.ok(isNear(scores[item]!, scores[wanted[place]!]!), `place ${place}: ${item}, not ${wanted[place]}`)
}

const setting = fc.record({
  itemCount: fc.constantFrom(1, 7, 300, 9001),
  hasFactors: fc.boolean(),
  hasSequence: fc.boolean(),
  hasPrior: fc.boolean(),
  repeatOffset: fc.constantFrom(0, -3, -200, 2),
  temperature: fc.constantFrom(0.5, 3),
  isRestricted: fc.boolean(),
  hasNewItems: fc.boolean(),
  hasObjective: fc.boolean(),
  seed: fc.nat(),
})

function definition(params: BlendParams, history: Uint32Array, facts: BlendFacts): Floats {
  const scores = new Float32Array(params.cold.length)
  scoreCatalogue(params, history, scores, new Float32Array(scores.length))
  applyItemFacts({ ...facts, ageDays: scores, userCounts: new Uint32Array(0) }, history, scores)
  return scores
}

/** Every tenth item is new, most of them like one to four known ones, some of which no share speaks for. */
function newItemsOf(random: Random, itemCount: number): NewItemsParams {
  const items = Uint32Array.from({ length: Math.floor((itemCount + 9) / 10) }, (_, at) => 10 * at)
  const known = Uint32Array.from({ length: itemCount }, (_, item) => item).filter(item => item % 10 !== 0)
  const offsets = new Uint32Array(items.length + 1)
  for (let row = 0; row < items.length; row++)
    offsets[row + 1] = offsets[row]! + (known.length > 0 ? random.below(5) : 0)
  const count = offsets[items.length]!
  const neighbours = {
    offsets,
    items: Uint32Array.from({ length: count }, () => known[random.below(known.length)]!),
    weights: floats(count, () => (random.next() < 0.1 ? 0 : random.next())),
  }
  return { items, neighbours }
}

const best = (scores: Float32Array, count: number, isIn: (item: number) => boolean): readonly number[] =>
  [...scores.keys()]
    .filter(item => isIn(item) && scores[item]! > Number.NEGATIVE_INFINITY)
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
    .slice(0, count)

function moments(scores: Float32Array) {
  const finite = Array.from(scores).filter(score => score > Number.NEGATIVE_INFINITY)
  const mean = finite.reduce((sum, score) => sum + score, 0) / Math.max(1, finite.length)
  const squares = finite.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, finite.length)) }
}

function checkShares(layered: LayeredScores, scores: Float32Array, items: readonly number[], shareTolerance: number) {
  const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
  const mass = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)
  const { search } = layered
  for (const item of items) {
    const share = Math.exp(layered.scoreOf(item) - search.highest) / search.mass
    const wanted = Math.exp(scores[item]! - highest) / mass
    assert.ok(Math.abs(share - wanted) <= shareTolerance * wanted + 1e-9, `share ${share}, not ${wanted}`)
  }
}

test('the best, their shares and the spread are those of the definition; no score is above its reach', () => {
  fc.assert(
    fc.property(setting, given => {
      const { params, random } = blendOf(given)
      const { itemCount, isRestricted, hasFactors, hasSequence } = given
      const allowed = isRestricted ? Uint8Array.from({ length: itemCount }, () => random.below(3)) : undefined
      const facts: BlendFacts = {
        ...(allowed && { allowed }),
        ...(given.hasNewItems && { newItems: newItemsOf(random, itemCount) }),
        ...(given.hasObjective && { boosts: floats(itemCount, () => 2 * random.next()) }),
      }
      const layered = new LayeredScores(params, prepareBlend(params, facts)!)
      const popular = best(definition(params, new Uint32Array(0), {}), 20, () => true)
      const few = Uint32Array.from({ length: itemCount }, (_, item) => item).filter(() => random.next() < 0.1)
      const isFew = new Set(few)
      for (const length of [0, 1, 9, 40]) {
        const drawn = Array.from({ length }, () => random.below(itemCount))
        const history = Uint32Array.from(length === 40 ? [...drawn, ...popular] : drawn)
        const scores = definition(params, history, facts)
        layered.read(history)
        const mayStand = (item: number): boolean => item % 3 !== 1
        const asked = [
          { choice: {}, isIn: () => true },
          { choice: { mayStand }, isIn: mayStand },
          { choice: { items: few }, isIn: (item: number) => isFew.has(item) },
          { choice: { items: few, mayStand }, isIn: (item: number) => isFew.has(item) && mayStand(item) },
        ]
        for (const { choice, isIn } of asked)
          for (const count of [1, 25])
            assertSameOrder(Array.from(layered.search.best(choice, count)), best(scores, count, isIn), scores)
        checkShares(
          layered,
          scores,
          best(scores, 25, () => true),
          hasFactors || hasSequence ? 0.02 : 3e-3,
        )
        const reachOf = layered.reach()
        for (let item = 0; item < itemCount; item++)
          assert.ok(reachOf(item) >= layered.scoreOf(item), `item ${item} is above what it may reach`)
        const [found, wanted] = [layered.search.spread, moments(scores)]
        assert.ok(Math.abs(found.deviation - wanted.deviation) <= 0.005 * wanted.deviation + 1e-4)
      }
    }),
    { numRuns: 60 },
  )
})
