/**
 * Laws of the filter language over random trees and hostile text: printing then parsing is the identity, hostile text
 * only ever gives a FilterFault, and chains mean what set algebra says they mean.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { filterPieces } from '../../test/fixtures/data/filter-pieces.ts'
import { checkFilter, type GroupColumns } from './checker.ts'
import { allows, type Candidate, type FilterRequest } from './evaluate.ts'
import { FilterFault } from './filter-fault.ts'
import { valuesIn } from './filter-values.ts'
import { parseFilter } from './parser.ts'
import { printFilter } from './printer.ts'
import type { Filter } from './syntax.ts'

const place = { start: 0, end: 0 }

/** A tree without its places. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, entry) => (key === 'place' ? undefined : entry)))

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
const literalValue = fc.oneof(
  fc.string({ maxLength: 12 }).filter(text => !/^\$\w+$/.test(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }).map(value => (value === 0 ? 0 : value)),
  fc.integer(),
)
const literal = literalValue.map(value => ({ kind: 'literal', value, place }) as const)
const placeholder = fc.stringMatching(/^\w{1,10}$/).map(text => ({ kind: 'placeholder', name: text, place }) as const)
const currentItem = name.map(field => ({ kind: 'current-item', field, place }) as const)
const literals = fc
  .array(literal, { minLength: 1, maxLength: 4 })
  .map(values => ({ kind: 'literals', values }) as const)
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')

const filterTree = fc
  .constantFrom(['ItemID', 'Items'] as const, ['UserID', 'Users'] as const, ['ActionID', 'Actions'] as const)
  .chain(([target, dataset]) => {
    const field = name.map(text => ({ dataset, name: text, place }))
    const condition = fc.oneof(
      fc.record({
        kind: fc.constant('member'),
        field,
        isNegated: fc.constant(false),
        right: fc.oneof(literals, placeholder, currentItem),
      }),
      fc.record({
        kind: fc.constant('member'),
        field,
        isNegated: fc.constant(true),
        right: fc.oneof(literals, currentItem),
      }),
      fc.record({ kind: fc.constant('compare'), field, operator, right: fc.oneof(literal, placeholder, currentItem) }),
    )
    const user = fc.oneof(
      fc.record({
        kind: fc.constant('member'),
        field: name,
        place: fc.constant(place),
        isNegated: fc.boolean(),
        right: literals,
      }),
      fc.record({
        kind: fc.constant('compare'),
        field: name,
        place: fc.constant(place),
        operator,
        right: fc.oneof(literal, placeholder),
      }),
    )
    const expression = fc.record({
      action: fc.constantFrom('INCLUDE', 'EXCLUDE'),
      anyOf: fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      when: fc.array(user, { maxLength: 2 }),
    })
    return fc.record({ target: fc.constant(target), expressions: fc.array(expression, { minLength: 1, maxLength: 3 }) })
  }) as fc.Arbitrary<Filter>

test('parsing what was printed gives the same tree', () => {
  fc.assert(
    fc.property(filterTree, tree => {
      const text = printFilter(tree)
      fc.pre(text.length <= 2500)
      assert.deepEqual(bare(parseFilter(text)), bare(tree))
    }),
    { numRuns: 2000 },
  )
})

test('hostile text gives a fault with a place inside the text, never another error', () => {
  const hostile = fc.oneof(
    fc.array(fc.constantFrom(...filterPieces), { maxLength: 60 }).map(parts => parts.join(' ')),
    fc.array(fc.constantFrom(...filterPieces), { maxLength: 60 }).map(parts => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  fc.assert(
    fc.property(hostile, text => {
      try {
        parseFilter(text)
      } catch (error) {
        assert.ok(error instanceof FilterFault, String(error))
        assert.ok(error.place.start >= 0 && error.place.start <= text.length)
      }
    }),
    { numRuns: 20_000 },
  )
})

test('a value list of quoted strings reads back what was written', () => {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.constantFrom(',', ' , ', ', '), (values, comma) => {
      assert.deepEqual(valuesIn(values.map(quoted).join(comma)), values)
    }),
  )
})

const columns: GroupColumns = {
  Items: [{ name: 'A', type: 'int', textual: false }],
  Interactions: [{ name: 'EVENT_TYPE', type: 'string', textual: false }],
}

test('a chain keeps the union of its INCLUDEs less the union of its EXCLUDEs, in any order', () => {
  const part = fc.record({ isInclude: fc.boolean(), value: fc.integer({ min: 0, max: 3 }) })
  const request: FilterRequest = { values: new Map(), user: undefined, item: undefined }
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), parts => {
      const text = parts
        .map(({ isInclude, value }) => `${isInclude ? 'INCLUDE' : 'EXCLUDE'} ItemID WHERE Items.A = ${value}`)
        .join(' | ')
      const filter = checkFilter(parseFilter(text), text, columns)
      const included = parts.filter(one => one.isInclude).map(one => one.value)
      const excluded = parts.filter(one => !one.isInclude).map(one => one.value)
      for (let value = 0; value <= 3; value++) {
        const candidate: Candidate = { fields: () => value, eventTypes: [] }
        const expected = (included.length === 0 || included.includes(value)) && !excluded.includes(value)
        assert.equal(allows(filter, candidate, request), expected, `${text} with A = ${value}`)
      }
    }),
  )
})
