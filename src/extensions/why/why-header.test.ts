import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitting } from './why-header.ts'

const why = '/attune/why?recommendationId=RID-1'

test('a header holds what fits into it, in ASCII, and is the same JSON', () => {
  const items = Array.from({ length: 5 }, (_, at) => ({ itemId: `Çay ☕ 😀 "${at}"\n${'x'.repeat(300)}` }))
  const text = fitting(why, items)
  assert.match(text, /^[ -~]+$/)
  assert.deepEqual(JSON.parse(text), { why, items })
})

test('items are left out from the end until the rest fits, and all of them if need be', () => {
  const items = Array.from({ length: 5 }, (_, at) => ({ itemId: `${at}${'é'.repeat(100)}` }))
  const text = fitting(why, items)
  assert.ok(text.length <= 2048)
  assert.deepEqual(JSON.parse(text), { why, items: items.slice(0, 3) })
  assert.deepEqual(JSON.parse(fitting(why, [{ itemId: 'é'.repeat(1000) }])), { why, items: [] })
})
