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
