import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, aSolution, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { deleteDataset } from '../dataset/delete-dataset.ts'
import { describeDataset } from '../dataset/describe-dataset.ts'
import { createDatasetGroup } from '../dataset-group/create-dataset-group.ts'
import { deleteDatasetGroup } from '../dataset-group/delete-dataset-group.ts'
import { listTagsForResource } from '../tag/list-tags-for-resource.ts'
import { createEventTracker } from './create-event-tracker.ts'
import { deleteEventTracker } from './delete-event-tracker.ts'
import { describeEventTracker } from './describe-event-tracker.ts'
import { listEventTrackers } from './list-event-trackers.ts'

let plane: ControlPlane
let datasetGroupArn: string
before(async () => {
  plane = await openControlPlane()
  datasetGroupArn = await aGroup(plane)
})
after(() => plane.close())

test('a tracker is described with its account and its tracking id, and passes through its states', async () => {
  const tags = [{ tagKey: 'team', tagValue: 'web' }]
  const { eventTrackerArn = '', trackingId = '' } = await plane.call(createEventTracker, {
    name: 'site',
    datasetGroupArn,
    tags,
  })
  assert.match(trackingId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.equal(eventTrackerArn, arn(`event-tracker/${trackingId.slice(0, 8)}`))
  const seconds = plane.nowMs() / 1000
  const { eventTracker } = await plane.call(describeEventTracker, { eventTrackerArn })
  assert.deepEqual(eventTracker, {
    name: 'site',
    eventTrackerArn,
    accountId: '000000000000',
    trackingId,
    datasetGroupArn,
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  await plane.settle()
  const { eventTrackers = [] } = await plane.call(listEventTrackers, { datasetGroupArn })
  assert.deepEqual(
    eventTrackers.map(({ name, status }) => [name, status]),
    [['site', 'ACTIVE']],
  )
  assert.ok(!('trackingId' in (eventTrackers[0] ?? {})))
  assert.deepEqual((await plane.call(listTagsForResource, { resourceArn: eventTrackerArn })).tags, tags)
})

test('a group has one tracker; its name is no key, and another group may use it', async () => {
  await refuses(
    plane.call(createEventTracker, { name: 'other', datasetGroupArn }),
    'ResourceAlreadyExistsException',
    /already exists/,
  )
  const elsewhere = await aGroup(plane, 'elsewhere')
  await plane.call(createEventTracker, { name: 'site', datasetGroupArn: elsewhere })
})

test('what is refused', async () => {
  const absent = { name: 'a', datasetGroupArn: arn('dataset-group/none') }
  await refuses(plane.call(createEventTracker, absent), 'ResourceNotFoundException')
  const pending = await plane.call(createDatasetGroup, { name: 'new' })
  await refuses(plane.call(createEventTracker, { name: 'a', ...pending }), 'ResourceInUseException')
  const eventTrackerArn = arn('event-tracker/00000000')
  await refuses(plane.call(describeEventTracker, { eventTrackerArn }), 'ResourceNotFoundException')
})

test('a tracker keeps Interactions and its group from being deleted; its own stream can go before or after', async () => {
  const group = await aGroup(plane, 'doomed')
  const datasetArn = await aDataset(plane, group)
  const { eventTrackerArn = '' } = await plane.call(createEventTracker, { name: 't', datasetGroupArn: group })
  await plane.settle()
  const text = `Resource ${datasetArn} is in use: ${eventTrackerArn}`
  await refuses(plane.call(deleteDataset, { datasetArn }), 'ResourceInUseException', text)
  await refuses(plane.call(deleteDatasetGroup, { datasetGroupArn: group }), 'ResourceInUseException')
  const stream = { datasetArn: arn('dataset/doomed/EVENT_INTERACTIONS') }
  await plane.call(deleteDataset, stream)
  await refuses(plane.call(describeDataset, stream), 'ResourceNotFoundException')
  await plane.call(deleteEventTracker, { eventTrackerArn })
  assert.equal((await plane.call(describeEventTracker, { eventTrackerArn })).eventTracker?.status, 'DELETE PENDING')
  await plane.settle(1000)
  await refuses(plane.call(describeEventTracker, { eventTrackerArn }), 'ResourceNotFoundException')
  await plane.call(deleteDataset, stream)
  await plane.call(deleteDataset, { datasetArn })
  await plane.settle(1000)
  await plane.call(deleteDatasetGroup, { datasetGroupArn: group })
  await refuses(
    plane.call(deleteDataset, { datasetArn: arn('dataset/none/EVENT_INTERACTIONS') }),
    'ResourceNotFoundException',
  )
})

test('the stream of a tracker counts as data for a solution', async () => {
  const group = await aGroup(plane, 'streaming')
  await aDataset(plane, group)
  await refuses(aSolution(plane, group), 'InvalidInputException', /EVENT_INTERACTIONS/)
  await plane.call(createEventTracker, { name: 't', datasetGroupArn: group })
  await aSolution(plane, group)
})
