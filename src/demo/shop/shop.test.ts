/** Aim: a shop is exactly as large as asked, the same for the same seed, and worth learning from. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Interaction, interactionsOf } from './interactions.ts'
import { itemAt } from './items.ts'
import { shopCsv } from './shop-csv.ts'
import { defaultPlan, type ShopPlan } from './shop-plan.ts'

const plan: ShopPlan = { userCount: 300, itemCount: 240, interactionCount: 12_000, seed: 5 }
const all: readonly Interaction[] = [...interactionsOf(plan)]

test('as many interactions, users and items as asked, for any small size', () => {
  assert.equal(all.length, plan.interactionCount)
  assert.equal(new Set(all.map(one => one.userId)).size, plan.userCount)
  for (const interactionCount of [0, 1, 7, 1000]) {
    assert.equal([...interactionsOf({ ...plan, interactionCount })].length, interactionCount)
  }
  assert.equal([...interactionsOf({ ...plan, itemCount: 3, interactionCount: 500 })].length, 500)
})

test('the same seed gives the same bytes, another seed gives others', () => {
  const text = (seed: number) => [...shopCsv('interactions', { ...plan, seed })].join('')
  assert.equal(text(5), text(5))
  assert.notEqual(text(5), text(6))
})

test('each user moves forward in time, within the half-year', () => {
  const last = new Map<string, number>()
  let backwards = 0
  for (const { userId, timestamp } of all) {
    if (timestamp < (last.get(userId) ?? 0)) backwards++
    last.set(userId, timestamp)
  }
  assert.ok(backwards < all.length / 100, `${backwards} of ${all.length} steps go back`)
})

test('popularity has a long tail, events become rarer, some views have impressions that hold the item', () => {
  const counts = new Map<string, number>()
  for (const { itemId } of all) counts.set(itemId, (counts.get(itemId) ?? 0) + 1)
  const sorted = [...counts.values()].sort((one, other) => other - one)
  const top = sorted.slice(0, 24).reduce((one, other) => one + other, 0)
  assert.ok(top > all.length * 0.25 && top < all.length * 0.8, `a tenth of the items has ${top} of ${all.length}`)
  const of = (type: string) => all.filter(one => one.eventType === type).length
  assert.ok(of('view') > 3 * of('add_to_cart') && of('add_to_cart') > of('purchase') && of('purchase') > 0)
  const shown = all.filter(one => one.impression !== '')
  assert.ok(shown.length > 1000 && shown.every(one => one.impression.split('|').includes(one.itemId)))
})

test('items of one title and one department are told apart, and prices are prices', () => {
  const items = Array.from({ length: defaultPlan.itemCount }, (_, index) => itemAt(defaultPlan, index))
  assert.equal(new Set(items.map(item => item.itemId)).size, items.length)
  assert.ok(items.every(item => item.price > 0 && Number.isInteger(item.createdAt)))
})
