/** What is remembered of conditions: for how long, and how much. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyProfile } from '../profiles/empty-profile.ts'
import { LiveProfile } from '../profiles/group-profile.ts'
import { ConditionSets } from './condition-sets.ts'
import type { FilterRequest } from './evaluate.ts'
import { parseFilter } from './parser.ts'
import type { Condition } from './syntax.ts'

function shop(): LiveProfile {
  const profile = new LiveProfile(
    emptyProfile({ items: [{ name: 'BRAND', type: 'string', isCategorical: false }], users: [], interactions: [] }),
  )
  for (let at = 0; at < 50; at++) profile.putItem(`item-${at}`, { BRAND: `b${at % 5}` })
  return profile
}

const nothing: FilterRequest = { values: new Map(), user: undefined, item: undefined }

const conditionOf = (text: string): Condition =>
  parseFilter(`INCLUDE ItemID WHERE Items.BRAND ${text}`).expressions[0]?.anyOf[0]?.[0] as Condition

test('the same set while nothing changes, another when a cell does', () => {
  const profile = shop()
  const sets = new ConditionSets(profile.items, 1e6)
  const condition = conditionOf('IN ("b1")')
  const first = sets.of(condition, nothing)
  assert.equal(sets.of(condition, nothing), first)
  assert.deepEqual([...first.rows()], [1, 6, 11, 16, 21, 26, 31, 36, 41, 46])
  profile.putItem('item-2', { BRAND: 'b1' })
  assert.ok(sets.of(condition, nothing).has(2) && !first.has(2))
  assert.deepEqual([...sets.of(conditionOf('IN ("b9")'), nothing).rows()], [])
})

test('long values of strangers count towards the bound, and what was used last stays', () => {
  const sets = new ConditionSets(shop().items, 20_000)
  const kept = conditionOf('IN ("b1")')
  const set = sets.of(kept, nothing)
  for (let at = 0; at < 500; at++) {
    sets.of(conditionOf(`IN ("${String(at).repeat(300)}")`), nothing)
    assert.ok(sets.byteCount <= 20_000)
    assert.equal(sets.of(kept, nothing), set)
  }
})

test('with room for nothing every answer is found anew, and is right', () => {
  const sets = new ConditionSets(shop().items, 0)
  const condition = conditionOf('NOT IN ("b1")')
  assert.equal(sets.of(condition, nothing).count, 41)
  assert.equal(sets.of(condition, nothing).count, 41)
  assert.equal(sets.byteCount, 0)
})
