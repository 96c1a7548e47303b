import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ResourceRecord } from '../storage/records.ts'
import { beginsSchedule, periodMs, scheduleOf, trainingDueMs } from './training-schedule.ts'

const dayMs = 86_400_000
const settings = { automaticTraining: true, firstTrainingDelayMs: 3_600_000 }

const record = (arn: string, createdAtMs: number, body = {}): ResourceRecord => ({
  arn,
  kind: 'solution',
  account: '000000000000',
  region: 'us-east-1',
  name: arn,
  parent: null,
  group: null,
  status: 'ACTIVE',
  createdAtMs,
  updatedAtMs: createdAtMs,
  version: 0,
  body,
})

const every = (schedulingExpression: string) =>
  record('taste', 0, { solutionConfig: { autoTrainingConfig: { schedulingExpression } } })

test('the period is that of the expression, 7 days without one', () => {
  assert.deepEqual([every('rate(1 day)'), every('rate(30 days)'), record('taste', 0)].map(periodMs), [
    dayMs,
    30 * dayMs,
    7 * dayMs,
  ])
})

test('due an hour after the schedule began, or N days after a version that was made since', () => {
  const schedule = { sinceMs: 1000, afterVersion: 'old' }
  const due = (newest: ResourceRecord | undefined) => trainingDueMs(every('rate(2 days)'), schedule, newest, settings)
  assert.equal(due(undefined), 1000 + 3_600_000)
  assert.equal(due(record('old', 1000)), 1000 + 3_600_000)
  assert.equal(due(record('new', 1000)), 1000 + 2 * dayMs)
})

test('a schedule is in force while automatic training is on', () => {
  const trainingSchedule = { sinceMs: 5 }
  assert.deepEqual(scheduleOf(record('a', 0, { performAutoTraining: true, trainingSchedule })), trainingSchedule)
  assert.equal(scheduleOf(record('a', 0, { performAutoTraining: false, trainingSchedule })), undefined)
})

test('a frequency and turning on begin another schedule; staying on and other members do not', () => {
  const [on, off] = [{ performAutoTraining: true }, { performAutoTraining: false }]
  assert.equal(beginsSchedule(off, on), true)
  assert.equal(beginsSchedule(on, on), false)
  assert.equal(beginsSchedule(on, { solutionUpdateConfig: { autoTrainingConfig: {} } }), true)
  assert.equal(beginsSchedule(on, { solutionUpdateConfig: { eventsConfig: {} } }), false)
})
