/** Dropout makes the same choice everywhere, drops the share it is told, and independently of its neighbours and seeds. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { openKernels } from './wasm-kernels.ts'

test('the same numbers are dropped whatever runs it', () => {
  const rate = fc.constantFrom(0, 0.1, 0.5, 0.9)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), rate, fc.nat(), (count, rate, seed) => {
      assertAgreement(
        (kernels, arena) => {
          const x = randomNumbers(seed).f32(arena, count + 4)
          kernels.dropout(count, rate, seed, x.offset, x.offset)
          return [x]
        },
        { absolute: 0, relative: 1e-6 },
      )
    }),
  )
})

test('of a million numbers the share is dropped, and pairs of neighbours or seeds as chance has it', () => {
  const { kernels, arena } = openKernels({ byteCountMax: 16 * 1024 * 1024 })
  const count = 1_000_000
  const rate = 0.2
  const dropped = (seed: number): Float32Array => {
    const x = arena.f32(count)
    x.view.fill(1)
    kernels.dropout(count, rate, seed, x.offset, x.offset)
    return x.view.map(value => (value === 0 ? 1 : 0))
  }
  const [first, second] = [dropped(1), dropped(2)]
  const share = (isIn: (at: number) => boolean): number => {
    let sum = 0
    for (let at = 0; at < count; at++) if (isIn(at)) sum++
    return sum / count
  }
  // Five standard errors of a share of a million.
  const bound = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / count)
  assert.ok(Math.abs(share(at => first[at] === 1) - rate) < bound(rate))
  assert.ok(Math.abs(share(at => first[at] === 1 && first[at + 1] === 1) - rate ** 2) < bound(rate ** 2))
  assert.ok(Math.abs(share(at => first[at] === 1 && second[at] === 1) - rate ** 2) < bound(rate ** 2))
})
