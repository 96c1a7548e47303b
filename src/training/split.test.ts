import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Histories, placeRead } from '../algorithms/histories.ts'
import { splitUsers } from './split.ts'

/** User u has u interactions, with items 0, 1, 2 … in order. */
function staircase(userCount: number): Histories {
  const rows = Array.from({ length: userCount }, (_, user) => Array.from({ length: user }, (_, at) => at))
  const offsets = new Uint32Array(userCount + 1)
  for (const [user, row] of rows.entries()) offsets[user + 1] = offsets[user]! + row.length
  const items = Uint32Array.from(rows.flat())
  return { userCount, itemCount: userCount, offsets, items, times: Float64Array.from(items) }
}

test('a tenth of the users with a history are tested and the others train with all they did', () => {
  const data = staircase(102)
  const { train, tests } = splitUsers(data, 1)
  assert.equal(tests.length, 10)
  assert.equal(train.userCount, 92)
  const tested = tests.reduce((sum, { query, truth }) => sum + query.length + truth.length, 0)
  assert.equal(train.items.length + tested, data.items.length)
})

test('the oldest nine tenths are the query, the rest the truth, one of each at least', () => {
  for (let seed = 0; seed < 20; seed++)
    for (const { query, truth } of splitUsers(staircase(60), seed).tests) {
      const length = query.length + truth.length
      assert.equal(query.length, Math.max(1, Math.floor(length * 0.9)))
      assert.ok(truth.length > 0)
      assert.deepEqual([...query, ...truth], [...Array(length).keys()])
    }
})

test('the seed decides who is tested', () => {
  const data = staircase(200)
  assert.deepEqual(splitUsers(data, 1), splitUsers(data, 1))
  assert.notDeepEqual(splitUsers(data, 1).tests, splitUsers(data, 2).tests)
})

test('weights travel with their interactions', () => {
  const data = staircase(30)
  const { train, tests } = splitUsers({ ...data, weights: Float32Array.from(data.items) }, 3)
  assert.deepEqual([...train.weights!], [...train.items])
  for (const { truth, truthWeights } of tests) assert.deepEqual([...truthWeights!], [...truth])
})

test('places lead to where users and interactions were read', () => {
  const data = staircase(60)
  const origin = { users: Uint32Array.from({ length: 60 }, (_, user) => user), starts: data.offsets.subarray(0, 60) }
  const { train, tests } = splitUsers({ ...data, origin }, 2)
  for (const [user, read] of train.origin!.users.entries()) {
    assert.equal(train.origin!.starts[user], data.offsets[read])
    for (let at = train.offsets[user]!; at < train.offsets[user + 1]!; at++)
      assert.equal(data.items[placeRead(train, user, at)], train.items[at])
  }
  for (const { query, truth, place } of tests) {
    assert.deepEqual(
      [...place!.past!].map(at => data.items[at]),
      [...query],
    )
    assert.equal(place!.past![0], data.offsets[place!.user])
    assert.equal(place!.interaction, data.offsets[place!.user]! + query.length)
    assert.equal(data.items[place!.interaction], truth[0])
  }
})

test('nobody to test and nobody at all', () => {
  assert.equal(splitUsers(staircase(2), 1).tests.length, 0)
  assert.equal(splitUsers(staircase(0), 1).tests.length, 0)
})
