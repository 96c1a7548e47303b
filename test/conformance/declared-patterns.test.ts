/** Every declared pattern compiles as it stands, and is only ever matched against values of bounded length. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asShape, type Shape } from '../../src/contract/shape.ts'
import { operations } from '../../src/operations/table.ts'
import { wholeMatch } from '../../src/wire/patterns.ts'

const innerOf = (shape: Shape): readonly Shape[] =>
  [shape.item, shape.key, shape.value, ...Object.values(shape.members ?? {})].filter(inner => inner !== undefined)

const all = (shape: Shape): readonly Shape[] => [shape, ...innerOf(shape).flatMap(all)]

const withPattern = operations
  .flatMap(operation => all(asShape(operation.input)))
  .filter(shape => shape.match !== undefined)

/** Filter parameter names and the like are short; the longest is the ARN of a key. */
const lengthMax = 2048

test('patterns compile and their values are bounded', () => {
  assert.ok(withPattern.length > 100)
  for (const shape of withPattern) {
    assert.ok(wholeMatch(shape.match!))
    assert.ok(shape.max !== undefined && shape.max <= lengthMax, shape.match)
  }
})

test('no enum has a pattern or a bound besides', () => {
  for (const operation of operations) {
    for (const shape of all(asShape(operation.input)).filter(inner => inner.values)) {
      assert.deepEqual([shape.match, shape.min, shape.max], [undefined, undefined, undefined])
    }
  }
})
