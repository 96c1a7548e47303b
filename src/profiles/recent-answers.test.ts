import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecentAnswers } from './recent-answers.ts'

test('remembers the latest answers, as many as it may', () => {
  const answers = new RecentAnswers(2)
  answers.remember('one', ['a', 'b'])
  answers.remember('two', [])
  answers.remember('three', ['c'])
  assert.equal(answers.itemsOf('one'), undefined)
  assert.deepEqual(answers.itemsOf('two'), [])
  assert.deepEqual(answers.itemsOf('three'), ['c'])
  assert.equal(answers.itemsOf('four'), undefined)
})

test('keeps how likely an explored item was to stand where it stood, for as long as the answer', () => {
  const answers = new RecentAnswers(1)
  answers.remember('one', ['a', 'b'], new Map([['a', 0.9]]))
  assert.equal(answers.propensitiesOf('one')?.get('a'), 0.9)
  answers.remember('two', ['c'])
  assert.equal(answers.propensitiesOf('one'), undefined)
  assert.equal(answers.propensitiesOf('two'), undefined)
})

test('holds no more than it may and gives up the oldest few at a time', () => {
  const answers = new RecentAnswers(1000)
  for (let at = 0; at < 5000; at++) answers.remember(`answer-${at}`, [`item-${at}`])
  const held = Array.from({ length: 5000 }, (_, at) => answers.itemsOf(`answer-${at}`)).map(items => items?.length ?? 0)
  const first = held.indexOf(1)
  assert.ok(held.slice(first).every(count => count === 1))
  assert.ok(first >= 4000 && first <= 4040, `from answer ${first} on`)
})

test('tells ids of any letters, and takes the last of two answers of one id', () => {
  const answers = new RecentAnswers(100)
  answers.remember('1', ['Müller', '日本 語', 'a'.repeat(9000)])
  answers.remember('2', ['x'], new Map([['x', 0.5]]))
  answers.remember('2', ['y', 'z'])
  assert.deepEqual(answers.itemsOf('1'), ['Müller', '日本 語', 'a'.repeat(9000)])
  assert.deepEqual(answers.itemsOf('2'), ['y', 'z'])
  assert.equal(answers.propensitiesOf('2'), undefined)
})
