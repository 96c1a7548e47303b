/** Every id is found where it lies, and nothing else is found. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeIds, IdTable } from './id-table.ts'

const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })

test('ids come back from their index and lie in byte order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 60 }), id, (ids, other) => {
      const known = ids.map(text => Buffer.from(text, 'utf8').toString('utf8'))
      const table = new IdTable(encodeIds([...new Set(known)]))
      for (const text of known) assert.equal(table.idAt(table.indexOf(text)), text)
      for (let index = 1; index < table.size; index++)
        assert.ok(Buffer.compare(Buffer.from(table.idAt(index - 1)), Buffer.from(table.idAt(index))) < 0)
      const clean = Buffer.from(other, 'utf8').toString('utf8')
      assert.equal(table.indexOf(clean) >= 0, known.includes(clean))
    }),
  )
})

test('an empty table finds nothing', () => {
  const table = new IdTable(encodeIds([]))
  assert.equal(table.size, 0)
  assert.equal(table.indexOf('a'), -1)
})
