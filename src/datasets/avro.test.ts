/** Aim: the schemas of the guide and samples pass, each rule of section 8 refuses what it should, in words that help. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkSchema, parseSchema, SchemaFault } from './avro.ts'
import { missingColumns } from './csv-header.ts'
import type { DatasetType } from './dataset-schema.ts'

type Field = Record<string, unknown>

const schemaText = (name: string, fields: readonly Field[], given: Field = {}): string =>
  JSON.stringify({
    type: 'record',
    name,
    namespace: 'com.amazonaws.personalize.schema',
    fields,
    version: '1.0',
    ...given,
  })

const nullable = (type: string) => ['null', type]

const interactions: readonly Field[] = [
  { name: 'USER_ID', type: 'string' },
  { name: 'ITEM_ID', type: 'string' },
  { name: 'TIMESTAMP', type: 'long' },
]
const items: readonly Field[] = [
  { name: 'ITEM_ID', type: 'string' },
  { name: 'GENRE', type: nullable('string'), categorical: true },
]

const accepted: readonly [string, DatasetType, string, ('ECOMMERCE' | 'VIDEO_ON_DEMAND')?][] = [
  ['plain interactions', 'INTERACTIONS', schemaText('Interactions', interactions)],
  ['no version', 'INTERACTIONS', schemaText('Interactions', interactions, { version: undefined })],
  ['version 1.1', 'INTERACTIONS', schemaText('Interactions', interactions, { version: '1.1' })],
  ['lower-case record name', 'ITEMS', schemaText('items', items)],
  ['null last', 'ITEMS', schemaText('Items', [items[0] as Field, { name: 'PRICE', type: ['float', 'null'] }])],
  [
    'a union of one',
    'INTERACTIONS',
    schemaText('Interactions', [{ name: 'USER_ID', type: ['string'] }, ...interactions.slice(1)]),
  ],
  [
    'every reserved field of interactions',
    'INTERACTIONS',
    schemaText('Interactions', [
      ...interactions,
      { name: 'EVENT_TYPE', type: 'string' },
      { name: 'EVENT_VALUE', type: 'double' },
      { name: 'IMPRESSION', type: nullable('string') },
      { name: 'DEVICE', type: nullable('string'), categorical: true },
    ]),
  ],
  [
    'the ecommerce items of the guide',
    'ITEMS',
    schemaText('Items', [
      { name: 'ITEM_ID', type: 'string' },
      { name: 'PRICE', type: 'float' },
      { name: 'CATEGORY_L1', type: 'string', categorical: true },
      { name: 'PRODUCT_DESCRIPTION', type: nullable('string'), textual: true },
    ]),
    'ECOMMERCE',
  ],
  [
    'action interactions',
    'ACTION_INTERACTIONS',
    schemaText('ActionInteractions', [
      { name: 'USER_ID', type: 'string' },
      { name: 'ACTION_ID', type: 'string' },
      { name: 'EVENT_TYPE', type: 'string' },
      { name: 'TIMESTAMP', type: 'long' },
    ]),
  ],
]

for (const [what, type, text, domain] of accepted) {
  test(`accepts ${what}`, () => checkSchema(parseSchema(text), type, domain))
}

const own = (count: number): readonly Field[] =>
  Array.from({ length: count }, (_, index) => ({ name: `OWN${index}`, type: nullable('int') }))

const refused: readonly [string, DatasetType, string, RegExp, ('ECOMMERCE' | 'VIDEO_ON_DEMAND')?][] = [
  ['text that is no JSON', 'ITEMS', '{', /not valid JSON/],
  ['another type', 'ITEMS', schemaText('Items', items, { type: 'enum' }), /type "record"/],
  ['no fields', 'ITEMS', schemaText('Items', []), /list of fields/],
  ['another name', 'ITEMS', schemaText('Users', items), /must have the name Items, not Users/],
  ['an unknown version', 'ITEMS', schemaText('Items', items, { version: '2.0' }), /version "2.0"/],
  [
    'an array type',
    'ITEMS',
    schemaText('Items', [...items, { name: 'A', type: { type: 'array', items: 'string' } }]),
    /field A has the type/,
  ],
  [
    'a union of two',
    'ITEMS',
    schemaText('Items', [...items, { name: 'A', type: ['int', 'string'] }]),
    /field A has the type/,
  ],
  [
    'a default',
    'ITEMS',
    schemaText('Items', [...items, { name: 'A', type: 'int', default: 1 }]),
    /defaults are not supported/,
  ],
  ['a repeated field', 'ITEMS', schemaText('Items', [...items, items[1] as Field]), /GENRE twice/],
  [
    'names that differ by an underscore',
    'ITEMS',
    schemaText('Items', [...items, { name: 'GEN_RE', type: 'int' }]),
    /GENRE and GEN_RE differ only/,
  ],
  [
    'a missing identifier',
    'INTERACTIONS',
    schemaText('Interactions', interactions.slice(0, 1)),
    /missing the following columns: \[ITEM_ID, TIMESTAMP\]/,
  ],
  [
    'a timestamp of type int',
    'INTERACTIONS',
    schemaText('Interactions', [...interactions.slice(0, 2), { name: 'TIMESTAMP', type: 'int' }]),
    /TIMESTAMP must be of type long, not int/,
  ],
  [
    'a nullable identifier',
    'ITEMS',
    schemaText('Items', [{ name: 'ITEM_ID', type: nullable('string') }, items[1] as Field]),
    /cannot be null/,
  ],
  [
    'a categorical event type',
    'INTERACTIONS',
    schemaText('Interactions', [...interactions, { name: 'EVENT_TYPE', type: 'string', categorical: true }]),
    /neither categorical nor textual/,
  ],
  ['an items schema without metadata', 'ITEMS', schemaText('Items', items.slice(0, 1)), /at least one metadata field/],
  [
    'textual interactions',
    'INTERACTIONS',
    schemaText('Interactions', [...interactions, { name: 'T', type: 'string', textual: true }]),
    /only Items can have a textual field/,
  ],
  [
    'two textual fields',
    'ITEMS',
    schemaText('Items', [
      ...items,
      { name: 'T', type: 'string', textual: true },
      { name: 'S', type: 'string', textual: true },
    ]),
    /at most one textual/,
  ],
  [
    'a categorical number',
    'ITEMS',
    schemaText('Items', [...items, { name: 'N', type: 'int', categorical: true }]),
    /only string fields/,
  ],
  [
    'six own fields of interactions',
    'INTERACTIONS',
    schemaText('Interactions', [...interactions, ...own(6)]),
    /at most 5 fields/,
  ],
  [
    'ecommerce interactions without event type',
    'INTERACTIONS',
    schemaText('Interactions', interactions),
    /\[EVENT_TYPE\]/,
    'ECOMMERCE',
  ],
  [
    'video items without genres',
    'ITEMS',
    schemaText('Items', items),
    /\[GENRES, CREATION_TIMESTAMP\]/,
    'VIDEO_ON_DEMAND',
  ],
]

for (const [what, type, text, message, domain] of refused) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => checkSchema(parseSchema(text), type, domain),
      (error: Error) => error instanceof SchemaFault && message.test(error.message),
    )
  })
}

test('own fields up to their limit', () => {
  for (const [type, max] of [
    ['USERS', 25],
    ['ITEMS', 100],
  ] as const) {
    const name = type === 'USERS' ? 'Users' : 'Items'
    const id = { name: `${name.slice(0, -1).toUpperCase()}_ID`, type: 'string' }
    checkSchema(parseSchema(schemaText(name, [id, ...own(max)])), type)
    assert.throws(() => checkSchema(parseSchema(schemaText(name, [id, ...own(max + 1)])), type), /at most/)
  }
})

test('any JSON is parsed or refused with a schema fault, never another error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), text => {
      try {
        parseSchema(text)
      } catch (error) {
        assert.ok(error instanceof SchemaFault, String(error))
      }
    }),
    { numRuns: 2000 },
  )
})

test('the order of fields does not matter, and comes back as given', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...interactions], { minLength: 3 }), fields => {
      const schema = parseSchema(schemaText('Interactions', fields))
      checkSchema(schema, 'INTERACTIONS')
      assert.deepEqual(
        schema.columns.map(column => column.name),
        fields.map(field => field.name),
      )
    }),
  )
})

const schema = parseSchema(schemaText('Interactions', interactions))

const headers: readonly [string, readonly string[]][] = [
  ['USER_ID,ITEM_ID,TIMESTAMP', []],
  ['\ufeffuser_id,Item_Id,timestamp\r\n', []],
  [',TIMESTAMP,EXTRA,ITEM_ID,"USER_ID"\n', []],
  ['USER_ID', ['ITEM_ID', 'TIMESTAMP']],
  ['', ['USER_ID', 'ITEM_ID', 'TIMESTAMP']],
]

for (const [line, missing] of headers) {
  test(`header ${JSON.stringify(line)}`, () => assert.deepEqual(missingColumns(line, schema), missing))
}
