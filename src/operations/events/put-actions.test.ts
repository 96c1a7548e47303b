import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { Segment } from '../../datasets/segment.ts'
import { inDuckDb } from '../../datasets/snapshot-engine.ts'
import { describeDataset } from '../dataset/describe-dataset.ts'
import { putActionInteractions } from './put-action-interactions.ts'
import { putActions } from './put-actions.ts'

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })

let plane: ControlPlane
let actionsArn: string
let takenArn: string
before(async () => {
  plane = await openControlPlane()
  const group = await aGroup(plane)
  actionsArn = await aDataset(plane, group, 'Actions', [
    field('ACTION_ID', 'string'),
    field('VALUE', ['null', 'long']),
    field('ACTION_EXPIRATION_TIMESTAMP', ['null', 'long']),
    field('TYPE_OF_OFFER', ['null', 'string'], { categorical: true }),
  ])
  takenArn = await aDataset(plane, group, 'Action_Interactions', [
    field('USER_ID', 'string'),
    field('ACTION_ID', 'string'),
    field('EVENT_TYPE', 'string'),
    field('TIMESTAMP', 'long'),
  ])
})
after(() => plane.close())

/** Rows of a dataset once its stream is folded. */
async function rowsOf(datasetArn: string, columns: string): Promise<readonly unknown[]> {
  await plane.settle(60_000)
  const segments = (await plane.records.get(datasetArn))?.body.segments as readonly Segment[]
  const files = segments.map(({ file }) => `'${join(plane.directory, file)}'`).join(', ')
  return inDuckDb({ temporaryDirectory: join(plane.directory, 'work'), memoryMb: 128 }, async connection => {
    const reader = await connection.runAndReadAll(
      `select ${columns} from read_parquet([${files}]) order by ACTION_ID, 2`,
    )
    return reader.getRows().map(row => row.map(value => (typeof value === 'bigint' ? Number(value) : value)))
  })
}

test('actions are put and folded as items are; the expiration goes by either name', async () => {
  const actions = [
    { actionId: 'a', properties: JSON.stringify({ value: 3, expirationTimestamp: 1_800_000_000 }) },
    { actionId: 'b', properties: JSON.stringify({ actionExpirationTimestamp: 1_900_000_000 }) },
    { actionId: 'a', properties: JSON.stringify({ value: 4 }) },
  ]
  await plane.call(putActions, { datasetArn: actionsArn, actions: actions.slice(0, 2) })
  await plane.call(putActions, { datasetArn: actionsArn, actions: actions.slice(2) })
  assert.deepEqual(await rowsOf(actionsArn, 'ACTION_ID, VALUE, ACTION_EXPIRATION_TIMESTAMP'), [
    ['a', 4, null],
    ['b', null, 1_900_000_000],
  ])
})

test('action interactions come with the tracking id of their dataset, their types in one spelling', async () => {
  const { dataset } = await plane.call(describeDataset, { datasetArn: takenArn })
  const trackingId = dataset?.trackingId ?? ''
  const one = { actionId: 'a', userId: 'ann', sessionId: 's', timestamp: 1_700_000_000 }
  const actionInteractions = ['Taken', 'Not Taken', 'NOT_TAKEN', 'viewed'].map((eventType, at) => ({
    ...one,
    eventType,
    timestamp: one.timestamp + at,
  }))
  await plane.call(putActionInteractions, { trackingId, actionInteractions })
  assert.deepEqual(
    await rowsOf(takenArn, 'ACTION_ID, TIMESTAMP, EVENT_TYPE, USER_ID'),
    ['TAKEN', 'NOT_TAKEN', 'NOT_TAKEN', 'VIEWED'].map((type, at) => ['a', one.timestamp + at, type, 'ann']),
  )
  const unknown = plane.call(putActionInteractions, { trackingId: 'none', actionInteractions })
  await refuses(unknown, 'ResourceNotFoundException')
})
