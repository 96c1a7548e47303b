/**
 * Sums over what a history does not touch against adding up each item: catalogues longer than the head, scores so uneven
 * that a few items hold all mass, and histories that touch just these, nearly everything, or only the tail.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../../../base/random.ts'
import { standingOf } from '../prepared/standing.ts'
import { Overlay } from './overlay.ts'
import { StandingScores } from './standing-scores.ts'

const setting = fc.record({
  itemCount: fc.constantFrom(1, 30, 6000),
  /** How far apart scores lie. */
  spread: fc.constantFrom(0, 3, 40, 60, 300),
  power: fc.constantFrom(1, 8),
  touchedHeadCount: fc.constantFrom(0, 5, 4500),
  touchedShare: fc.constantFrom(0, 0.2, 0.99),
  missingShare: fc.constantFrom(0, 0.3),
  seed: fc.nat(),
})

test('highest, mass and moments of what is not touched', () => {
  fc.assert(
    fc.property(setting, ({ itemCount, spread, power, touchedHeadCount, touchedShare, missingShare, seed }) => {
      const random = seededRandom(seed)
      const draw = (): number =>
        random.next() < missingShare ? Number.NEGATIVE_INFINITY : spread * random.next() ** power - spread / 3
      const scores = Float32Array.from({ length: itemCount }, draw)
      const standing = new StandingScores(standingOf(scores))
      const overlay = new Overlay(itemCount)
      for (const item of standing.order.subarray(0, touchedHeadCount)) overlay.add(item, 1)
      for (let item = 0; item < itemCount; item++) if (random.next() < touchedShare) overlay.add(item, 1)
      const left = Array.from(scores).filter((_, item) => !overlay.touches(item))
      const highest = left.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
      assert.equal(standing.highestUntouched(overlay), highest)
      if (highest === Number.NEGATIVE_INFINITY) return
      const wanted = left.reduce((sum, score) => sum + Math.exp(score - highest), 0)
      const mass = standing.untouchedMass(overlay, highest, 0)
      assert.ok(Math.abs(mass - wanted) <= 1e-6 * wanted, `${mass}, not ${wanted}`)
      const { count, sum, squares, origin } = standing.untouchedMoments(overlay)
      const finite = left.filter(Number.isFinite)
      assert.equal(count, finite.length)
      const [one, two] = [1, 2].map(power => finite.reduce((all, score) => all + (score - origin) ** power, 0))
      assert.ok(Math.abs(sum - one!) <= 1e-6 * spread * itemCount)
      assert.ok(Math.abs(squares - two!) <= 1e-6 * spread ** 2 * itemCount)
    }),
  )
})

test('a little left of a sum that held 14 digits more is added up anew', () => {
  const itemCount = 30_000
  const scores = Float32Array.from({ length: itemCount }, (_, item) => 38 * (1 - item / itemCount))
  const overlay = new Overlay(itemCount)
  for (let item = 0; item < itemCount - 10; item++) overlay.add(item, 1)
  const standing = new StandingScores(standingOf(scores))
  const highest = scores[itemCount - 10]!
  const wanted = scores.subarray(itemCount - 10).reduce((sum, score) => sum + Math.exp(score - highest), 0)
  assert.ok(Math.abs(standing.untouchedMass(overlay, highest, 0) - wanted) <= 1e-6 * wanted)
})
