/** The suite runner never takes silence for success. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closingLine, judge } from '../../scripts/testing/run-suite.ts'

const counts = { passed: 3, failed: 0, skipped: 1 }

test('a runner without a summary is one failure', () => {
  assert.equal(judge(undefined, 0).counts.failed, 1)
})

test('a run that executed nothing is one failure', () => {
  assert.equal(judge({ passed: 0, failed: 0, skipped: 0 }, 0).counts.failed, 1)
})

test('a bad exit without a failed test is one failure', () => {
  assert.deepEqual(judge(counts, 7).counts, { ...counts, failed: 1 })
})

test('counts and exit that agree stand', () => {
  assert.deepEqual(judge(counts, 0), { counts })
  assert.deepEqual(judge({ ...counts, failed: 2 }, 1).counts.failed, 2)
})

test('the closing line leaves out what is zero only for skipped tests', () => {
  assert.equal(closingLine({ passed: 3, failed: 0, skipped: 0 }), '3 passed, 0 failed')
  assert.equal(closingLine(counts), '3 passed, 0 failed, 1 skipped')
})
