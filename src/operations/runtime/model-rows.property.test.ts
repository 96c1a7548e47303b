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

test('an item is allowed by its row, and without one as the unknown', async () => {
  const named = 0
  await fc.assert(
    fc.asyncProperty(
      ids,
      ids,
      ids,
      fc.infiniteStream(fc.nat({ max: 59 })),
      fc.constantFrom(1, 30),
      async (ofModel, before, since, draws, share) => {
        const items = new IdTable(encodeIds(ofModel))
        const table = new TextTable()
        // TextTable takes an id twice as once.
        for (const id of share === 1 ? [...before, ...ofModel.slice(2)] : before) table.add(id)
        const map = await ModelRows.of(items, table)
        for (const added of [[], since]) {
          for (const id of added) table.add(id)
          const rows = new RowSet(table.size + 1)
          for (let row = 0; row <= table.size; row++) if (draws.next().value < share) rows.add(row)
          const allowed = map.allowedBy(rows)
          const wanted = Array.from({ length: items.size }, (_, item) => item).filter(item => {
            const row = table.indexOf(items.idAt(item))
            return rows.has(row < 0 ? table.size : row)
          })
          assert.deepEqual(
            Array.from({ length: items.size }, (_, item) => item).filter(item => allowed.has(item)),
            wanted,
          )
          if (allowed.items)
            assert.deepEqual(
              [...allowed.items].sort((one, other) => one - other),
              wanted,
            )
        }
      },
    ),
    { numRuns: 300 },
  )
  assert.ok(named > 0)
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
