import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openControlPlane } from '../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn } from '../../test/fixtures/inside/shop-states.ts'
import { createDatasetGroup } from '../operations/dataset-group/create-dataset-group.ts'
import { describeDatasetGroup } from '../operations/dataset-group/describe-dataset-group.ts'
import { createDatasetImportJob } from '../operations/dataset-import-job/create-dataset-import-job.ts'
import { enqueue } from './new-job.ts'

const datasetGroupArn = arn('dataset-group/shop')

test('by default a new resource is ACTIVE as soon as its job has run once', async () => {
  await using plane = await openControlPlane()
  await plane.call(createDatasetGroup, { name: 'shop' })
  await plane.settle()
  const { datasetGroup } = await plane.call(describeDatasetGroup, { datasetGroupArn })
  assert.equal(datasetGroup?.status, 'ACTIVE')
})

test('a delay stretches each of the two states, and no job is held meanwhile', async () => {
  await using plane = await openControlPlane({ stateDelayMs: 2000 })
  await plane.call(createDatasetGroup, { name: 'shop' })
  const statusAfter = async (ms: number) => {
    await plane.settle(ms)
    return (await plane.call(describeDatasetGroup, { datasetGroupArn })).datasetGroup?.status
  }
  assert.equal(await statusAfter(1990), 'CREATE PENDING')
  assert.deepEqual(
    (await plane.jobs()).map(job => job.state),
    ['queued'],
  )
  assert.equal(await statusAfter(10), 'CREATE IN_PROGRESS')
  assert.equal(await statusAfter(1990), 'CREATE IN_PROGRESS')
  assert.equal(await statusAfter(10), 'ACTIVE')
})

test('a job that comes late changes nothing: neither a settled resource nor one that is going', async () => {
  await using plane = await openControlPlane()
  await aGroup(plane)
  const late = () =>
    plane.records.transact(async () => ({
      changes: [enqueue({ kind: 'settle', resource: datasetGroupArn }, plane.nowMs())],
      result: undefined,
    }))
  const before = await plane.records.get(datasetGroupArn)
  await late()
  await plane.settle()
  assert.deepEqual(await plane.records.get(datasetGroupArn), before)
  await plane.finish(datasetGroupArn, 'DELETE PENDING')
  await late()
  await plane.settle()
  assert.equal((await plane.records.get(datasetGroupArn))?.status, 'DELETE PENDING')
})

test('a dataset becomes ACTIVE though an import that needs it is ahead in the queue', async () => {
  await using plane = await openControlPlane({ stateDelayMs: 1000 })
  const datasetGroupArn = await aGroup(plane)
  await plane.settle(1000)
  await plane.settle(1000)
  const datasetArn = await aDataset(plane, datasetGroupArn)
  const dataLocation = await plane.putObject('c.csv', 'USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n')
  await plane.call(createDatasetImportJob, { jobName: 'early', datasetArn, dataSource: { dataLocation } })
  await plane.settle(1000)
  await plane.settle(1000)
  assert.equal((await plane.records.get(datasetArn))?.status, 'ACTIVE')
})
