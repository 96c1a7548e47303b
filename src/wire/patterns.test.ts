import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { asShape, type Shape } from '../contract/shape.ts'
import { MetricAttribution } from '../contract/shapes/events.ts'
import { twins, wholeMatch } from './patterns.ts'

describe('wholeMatch', () => {
  test('matches all of a value, whether or not the pattern is anchored', () => {
    assert.equal(wholeMatch('[a-z]+').test('abc'), true)
    assert.equal(wholeMatch('[a-z]+').test('abc1'), false)
    assert.equal(wholeMatch('^[a-z]+').test('abc1'), false)
    assert.equal(wholeMatch('a|b').test('ab'), false)
  })

  test('does not end at a line break', () => {
    assert.equal(wholeMatch('[a-z]+').test('abc\n'), false)
  })

  test('knows Unicode classes', () => {
    assert.equal(wholeMatch('\\p{ASCII}{0,1500}').test('abc'), true)
    assert.equal(wholeMatch('\\p{ASCII}{0,1500}').test('ä'), false)
    assert.equal(wholeMatch('^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$').test('größe 𝒳-1'), true)
  })
})

test('property: a twin accepts exactly what the published pattern accepts', () => {
  const character = fc.constantFrom(' ', 'a', '~', '!', '\x7f', '\n', 'ä')
  for (const pattern of Object.keys(twins)) {
    const published = new RegExp(`^(?:${pattern})$`, 'u')
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), value => {
        assert.equal(wholeMatch(pattern).test(value), published.test(value))
      }),
      { numRuns: 1000 },
    )
  }
})

test('every twin stands for a pattern that is declared', () => {
  const members: Readonly<Record<string, Shape>> = asShape(MetricAttribution).members!
  assert.deepEqual(Object.keys(twins), [members.eventAttributionSource!.match])
})
