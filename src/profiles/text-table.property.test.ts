import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TextTable } from './text-table.ts'

const texts = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.integer({ max: 300 }).map(String)), {
  maxLength: 300,
})

/** Lone surrogates have no UTF-8 of their own; JSON from clients cannot make two of them differ. */
const wellFormed = texts.map(list => list.map(text => text.toWellFormed()))

test('numbers texts in the order they came and finds them again, as a Map does', () => {
  fc.assert(
    fc.property(wellFormed, list => {
      const table = new TextTable()
      const model = new Map<string, number>()
      for (const text of list) {
        if (!model.has(text)) {
          assert.equal(table.indexOf(text), -1)
          model.set(text, model.size)
        }
        assert.equal(table.add(text), model.get(text))
      }
      assert.equal(table.size, model.size)
      const taken = new TextTable(table.parts())
      for (const [text, index] of model) {
        assert.equal(taken.indexOf(text), index)
        assert.equal(taken.textAt(index), text)
        const bytes = new TextEncoder().encode(`<${text}>`)
        for (const guess of [-1, 0, index, list.length]) {
          assert.equal(taken.indexOfEncoded(bytes, 1, bytes.length - 1, guess), index)
        }
      }
    }),
  )
})

test('texts longer than its room, and many of them', () => {
  const table = new TextTable()
  const long = 'ü'.repeat(20_000)
  assert.equal(table.add(long), 0)
  for (let at = 0; at < 50_000; at++) assert.equal(table.add(`item-${at}`), at + 1)
  assert.equal(table.textAt(0), long)
  for (let at = 0; at < 50_000; at += 777) assert.equal(table.indexOf(`item-${at}`), at + 1)
  assert.ok(table.byteCount < 50_000 * 40 + 100_000)
})
