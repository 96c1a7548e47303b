/** Records that are put while others are compared. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nullCells } from '../../profiles/columns.ts'
import { Entities } from '../../profiles/entities.ts'
import { noTexts } from '../../profiles/text-table.ts'
import { likenessIn } from './metadata-likeness.ts'

test('a value that came since the column was read is like nothing, whoever has it', () => {
  const cells = [nullCells({ name: 'GENRE', type: 'string', isCategorical: true })]
  const items = new Entities({ ids: noTexts(), records: new Uint8Array(0), cells })
  for (const [at, genre] of ['wood', 'glass', 'wood'].entries()) items.put(`item-${at}`, { GENRE: genre })
  const rows = Int32Array.of(0, 1, 2)
  const likenessOf = likenessIn(items.column('GENRE')!)!
  const toWood = likenessOf(0, rows)
  items.put('item-2', { GENRE: 'tin' })
  const likeness = new Float32Array(3)
  toWood(likeness, 0, 3)
  likenessOf(2, rows)(likeness, 0, 3)
  assert.deepEqual([...likeness], [1, 0, 0])
})
