/** Scores from codes agree to the last bit but for the sum with what is there, stay within their slacks, and are all found. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { seededRandom } from '../base/random.ts'

/** Products are whole numbers, and all else is rounded as it stands. */
const toTheBit = { absolute: 0, relative: 0 }

const setting = fc.record({
  count: fc.integer({ min: 0, max: 40 }),
  width: fc.constantFrom(16, 48),
  accumulate: fc.constantFrom(0, 1),
  seed: fc.nat(),
})

test('quantiseRows: codes and scales to the bit, no number off by more than half a scale', () => {
  const spreads = fc.constantFrom(1e-3, 1, 1e6, 1e-32, 0)
  fc.assert(
    fc.property(setting, spreads, ({ count, width, seed }, spread) => {
      assertAgreement((kernels, arena) => {
        const rows = randomNumbers(seed).f32(arena, count * width, spread)
        const [codes, scales] = [arena.u8(count * width), arena.f32(count)]
        kernels.quantiseRows(count, width, rows.offset, codes.offset, scales.offset)
        for (const [at, value] of rows.view.entries()) {
          const scale = scales.view[Math.floor(at / width)]!
          const off = Math.abs(value - scale * (codes.view[at]! - 64))
          assert.ok(off <= scale * (0.5 + 1e-5), `${value} is off by ${off} of ${scale}`)
        }
        return [codes, scales]
      }, toTheBit)
    }),
  )
})

test('addCodeProducts and firstAbove', () => {
  fc.assert(
    fc.property(setting, ({ count, width, accumulate, seed }) => {
      assertAgreement((kernels, arena) => {
        const [numbers, random] = [randomNumbers(seed), seededRandom(seed)]
        const codes = arena.u8(count * width)
        const query = arena.i8(width)
        for (let at = 0; at < codes.view.length; at++) codes.view[at] = 1 + random.below(127)
        for (let at = 0; at < width; at++) query.view[at] = random.below(255) - 127
        const [scales, scores, slacks] = [0, 1, 2].map(() => numbers.f32(arena, count + 4)) as [F, F, F]
        const places = [codes.offset, scales.offset, query.offset] as const
        kernels.addCodeProducts(count, width, ...places, 1e-4, 0.01, scores.offset, slacks.offset, accumulate)
        const found = arena.u32(count + 1)
        found.view.fill(count)
        const floor = 0.25
        for (let from = 0, place = 0; from < count; from++) {
          from = kernels.firstAbove(from, count, scores.offset, slacks.offset, floor)
          if (from < count) found.view[place++] = from
        }
        const all = Array.from({ length: count }, (_, row) => row).filter(
          row => Math.fround(scores.view[row]! + slacks.view[row]!) >= floor,
        )
        assert.deepEqual(
          Array.from(found.view).filter(row => row < count),
          all,
        )
        const rows = { offset: scores.offset, view: scores.view.subarray(0, count) }
        return [rows, { offset: slacks.offset, view: slacks.view.subarray(0, count) }]
      }, toTheBit)
    }),
  )
})

test('addListedCodeProducts', () => {
  fc.assert(
    fc.property(setting, ({ count, width, accumulate, seed }) => {
      assertAgreement((kernels, arena) => {
        const [numbers, random] = [randomNumbers(seed), seededRandom(seed)]
        const rowCount = 30
        const codes = arena.u8(rowCount * width)
        const query = arena.i8(width)
        for (let at = 0; at < codes.view.length; at++) codes.view[at] = 1 + random.below(127)
        for (let at = 0; at < width; at++) query.view[at] = random.below(255) - 127
        const list = numbers.u32(arena, count + 4, rowCount)
        const scales = numbers.f32(arena, rowCount)
        const [scores, slacks] = [0, 1].map(() => numbers.f32(arena, count + 4)) as [F, F]
        const rows = [list.offset, codes.offset, scales.offset, query.offset] as const
        kernels.addListedCodeProducts(count, width, ...rows, 1e-4, 0.01, scores.offset, slacks.offset, accumulate)
        const own = { offset: scores.offset, view: scores.view.subarray(0, count) }
        return [own, { offset: slacks.offset, view: slacks.view.subarray(0, count) }]
      }, toTheBit)
    }),
  )
})

test('exponentialSum', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), fc.nat(), (count, seed) => {
      assertAgreement((kernels, arena) => {
        const [x, sum] = [randomNumbers(seed).f32(arena, count + 4), arena.f32(1)]
        sum.view[0] = kernels.exponentialSum(count, x.offset, 0.5)
        return [sum, x]
      }, closeSums)
    }),
  )
})

type F = ReturnType<ReturnType<typeof randomNumbers>['f32']>
