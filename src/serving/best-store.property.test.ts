import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Best, BestStore } from './best-store.ts'

const historyOf = fc.array(fc.nat(3), { maxLength: 4 })

/** Any function of a history will do. */
const bestOf = (history: readonly number[]): Best => {
  const length = history.reduce((sum, item) => (5 * sum + item) % 120, 3)
  return {
    items: Uint32Array.from({ length }, (_, at) => 7 * at + length),
    shares: Float64Array.from({ length }, (_, at) => 1 / (at + length)),
  }
}

const lateItems = Array.from({ length: 40 }, (_, number) => ({ number }))

test('what is found is what was put, numbers beside it included, however often the room was given up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ history: historyOf, beside: fc.nat(39) }), { maxLength: 80 }),
      fc.constantFrom(0, 1000, 6000, 100_000),
      (asked, byteCountMax) => {
        const store = new BestStore(byteCountMax)
        for (const { history, beside } of asked) {
          const best = bestOf(history)
          const stored = store.find(history) ?? store.put(history, best)
          if (!stored) continue
          assert.deepEqual(
            { items: [...stored.items], shares: [...stored.shares] },
            { items: [...best.items], shares: [...best.shares] },
          )
          const known = stored.beside.get(lateItems[beside]!)
          assert.ok(known === undefined || known === beside + history.length / 8)
          if (known === undefined) stored.beside.set(lateItems[beside]!, beside + history.length / 8)
        }
      },
    ),
  )
})

test('what is asked for again and again stays, what is not goes', () => {
  const store = new BestStore(10_000)
  store.put([1, 2], bestOf([1, 2]))
  store.put([9], bestOf([9]))
  for (let item = 100; item < 200; item++) {
    store.put([item], bestOf([1]))
    assert.ok(store.find([1, 2]), `after ${item - 99} others`)
  }
  assert.equal(store.find([9]), undefined)
})

test('some numbers are kept beside a history, and more are told to be missing', () => {
  const store = new BestStore(10_000)
  const { beside } = store.put([1], bestOf([1]))!
  for (const item of lateItems) beside.set(item, item.number)
  const kept = lateItems.filter(item => store.find([1])!.beside.get(item) === item.number)
  assert.deepEqual(kept, lateItems.slice(0, 32))
  assert.equal(beside.get(lateItems[35]!), undefined)
})

test('a history longer than the room is not kept', () => {
  const store = new BestStore(1000)
  assert.equal(store.put(new Uint32Array(200), bestOf([])), undefined)
  assert.equal(store.find(new Uint32Array(200)), undefined)
})
