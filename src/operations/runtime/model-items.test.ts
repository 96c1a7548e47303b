import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyProfile } from '../../profiles/empty-profile.ts'
import { LiveProfile } from '../../profiles/group-profile.ts'
import { modelItemsOf } from './model-items.ts'

const model = (ids: readonly string[]) => {
  const asked: string[] = []
  const items = {
    size: ids.length,
    idAt: (item: number) => ids[item] ?? '',
    indexOf: (id: string) => {
      asked.push(id)
      return ids.indexOf(id)
    },
  }
  return { asked, items }
}

const profileOf = (...ids: readonly string[]): LiveProfile => {
  const profile = new LiveProfile(emptyProfile({ items: [], users: [], interactions: [] }))
  for (const id of ids) profile.putItem(id, {})
  return profile
}

test('rows become items of the model; those it does not know are passed over; each is looked up once', () => {
  const { items, asked } = model(['c', 'a'])
  const profile = profileOf('a', 'b', 'c')
  assert.deepEqual([...modelItemsOf([0, 1, 2, 0, 1], items, profile)], [1, 0, 1])
  assert.deepEqual([...modelItemsOf([2, 1, 0], items, profile)], [0, 1])
  assert.deepEqual(asked, ['a', 'b', 'c'])
})

test('rows that are new are found, and another profile has rows of its own', () => {
  const { items } = model(['a', 'late'])
  const profile = profileOf('a')
  assert.deepEqual([...modelItemsOf([0], items, profile)], [0])
  profile.putItem('late', {})
  assert.deepEqual([...modelItemsOf([1, 0], items, profile)], [1, 0])
  assert.deepEqual([...modelItemsOf([0], items, profileOf('late'))], [1])
})
