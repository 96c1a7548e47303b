/** The polynomial exponential agrees with Math.exp wherever that is a normal float, and softmax made of it. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'

const size = fc.integer({ min: 0, max: 40 })

test('the exponential of numbers from -85 to 85, and their sum', () => {
  fc.assert(
    fc.property(size, fc.constantFrom(1, 20, 80), fc.float({ min: -5, max: 5, noNaN: true }), fc.nat(), (...drawn) => {
      const [count, spread, shift, seed] = drawn
      assertAgreement(
        (kernels, arena) => {
          const x = randomNumbers(seed).f32(arena, count + 4, spread)
          const sum = arena.f32(1)
          sum.view[0] = kernels.exponential(count, x.offset, shift)
          return [x, sum]
        },
        // A power is a float: near 88 half a step of it is 4e-6.
        { absolute: 1e-37, relative: 1e-5 },
      )
    }),
    { numRuns: 300 },
  )
})

test('the exponential of ±∞', () => {
  assertAgreement(
    (kernels, arena) => {
      const x = arena.f32(5)
      x.view.set([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -87.4, Number.NEGATIVE_INFINITY])
      kernels.exponential(5, x.offset, 0)
      return [x]
    },
    { absolute: 0, relative: 1e-5 },
  )
})

test('softmax of rows of any width, temperature and spread', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 0.3, 4), fc.nat(), (...drawn) => {
      const [count, width, temperature, seed] = drawn
      assertAgreement(
        (kernels, arena) => {
          const x = randomNumbers(seed).f32(arena, count * (width + 2), 10)
          kernels.softmaxRows(count, width, x.offset, width + 2, temperature)
          const top = arena.f32(2)
          top.view[0] = kernels.highest(width, x.offset)
          top.view[1] = kernels.highest(0, x.offset)
          return [x, top]
        },
        // The error of a power grows with the power: 2^-24 of up to 80.
        { absolute: 1e-30, relative: 1e-5 },
      )
    }),
  )
})

test('standardised rows have mean 0 and spread 1; rows of one number are 0', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 40 }), fc.nat(), (count, width, seed) => {
      assertAgreement(
        (kernels, arena) => {
          const x = randomNumbers(seed).f32(arena, count * (width + 2), 10)
          if (seed % 4 === 0) x.view.fill(seed)
          kernels.standardiseRows(count, width, x.offset, width + 2)
          return [x]
        },
        { absolute: 1e-5, relative: 1e-4 },
      )
    }),
  )
})

test('half a million numbers far from 0 are standardised as well', () => {
  assertAgreement(
    (kernels, arena) => {
      const x = randomNumbers(3).f32(arena, 500_001)
      for (let at = 0; at < x.view.length; at++) x.view[at]! += 100
      kernels.standardiseRows(1, 500_001, x.offset, 500_001)
      return [x]
    },
    { absolute: 1e-3, relative: 1e-4 },
  )
})
