/** The items that a set of rows allows, asked for one by one and named, whatever of them the profile knew when. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeIds, IdTable } from '../../artifacts/id-table.ts'
import { RowSet } from '../../filters/row-set.ts'
import { TextTable } from '../../profiles/text-table.ts'
import { ModelRows } from './model-rows.ts'

const ids = fc.uniqueArray(
  fc.integer({ min: 0, max: 60 }).map(at => `item-${at}`),
  { maxLength: 60 },
)

const sorted = (items: Iterable<number>): readonly number[] => [...items].sort((one, other) => one - other)

/** By definition. */
function wantedOf(items: IdTable, table: TextTable, rows: RowSet): readonly number[] {
  const all = Array.from({ length: items.size }, (_, item) => item)
  return all.filter(item => {
    const row = table.indexOf(items.idAt(item))
    return rows.has(row < 0 ? table.size : row)
  })
}

const story = fc.record({
  ofModel: ids,
  before: ids,
  since: ids,
  draws: fc.infiniteStream(fc.nat({ max: 59 })),
  /** Of 60: how many rows are in the set. The few are of items that the profile mostly knows. */
  share: fc.constantFrom(1, 30),
})

test('an item is allowed by its row, and without one as the unknown', async () => {
  let namedCount = 0
  const property = fc.asyncProperty(story, async ({ ofModel, before, since, draws, share }) => {
    const items = new IdTable(encodeIds(ofModel))
    const table = new TextTable()
    for (const id of share === 1 ? [...before, ...ofModel.slice(2)] : before) table.add(id)
    const map = await ModelRows.of(items, table)
    for (const added of [[], since]) {
      for (const id of added) table.add(id)
      const rows = new RowSet(table.size + 1)
      for (let row = 0; row <= table.size; row++) if (draws.next().value < share) rows.add(row)
      const wanted = wantedOf(items, table, rows)
      const allowed = map.allowedBy(rows)
      assert.deepEqual(
        Array.from({ length: items.size }, (_, item) => item).filter(item => allowed.has(item)),
        wanted,
      )
      if (allowed.items) assert.deepEqual(sorted(allowed.items), wanted)
      namedCount += allowed.items === undefined ? 0 : 1
    }
  })
  await fc.assert(property, { numRuns: 300 })
  assert.ok(namedCount > 0)
})

test('few of many items are named', async () => {
  const all = Array.from({ length: 100 }, (_, at) => `item-${at}`)
  const table = new TextTable()
  for (const id of all.toReversed()) table.add(id)
  const map = await ModelRows.of(new IdTable(encodeIds(all)), table)
  const rows = new RowSet(101)
  rows.add(99)
  assert.deepEqual([...(map.allowedBy(rows).items ?? [])], [0])
  assert.equal(map.allowedBy(RowSet.full(101)).items, undefined)
})
