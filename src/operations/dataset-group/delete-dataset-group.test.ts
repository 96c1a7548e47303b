import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { createDatasetGroup } from './create-dataset-group.ts'
import { deleteDatasetGroup } from './delete-dataset-group.ts'
import { describeDatasetGroup } from './describe-dataset-group.ts'
import { listDatasetGroups } from './list-dataset-groups.ts'

test('a deleted group is seen for a second more, then it is gone and its name free', async () => {
  await using plane = await openControlPlane()
  const datasetGroupArn = await aGroup(plane)
  assert.equal(await plane.call(deleteDatasetGroup, { datasetGroupArn }), undefined)
  const seen = await plane.call(describeDatasetGroup, { datasetGroupArn })
  assert.equal(seen.datasetGroup?.status, 'DELETE PENDING')
  const listed = await plane.call(listDatasetGroups)
  assert.deepEqual(
    listed.datasetGroups?.map(group => group.status),
    ['DELETE PENDING'],
  )
  const status = `${datasetGroupArn} has status DELETE PENDING`
  await refuses(plane.call(deleteDatasetGroup, { datasetGroupArn }), 'ResourceInUseException', status)
  await refuses(plane.call(createDatasetGroup, { name: 'shop' }), 'ResourceAlreadyExistsException')
  await plane.settle(990)
  await plane.call(describeDatasetGroup, { datasetGroupArn })
  await plane.settle(10)
  const gone = `The given dataset group does not exist: ${datasetGroupArn}`
  await refuses(plane.call(describeDatasetGroup, { datasetGroupArn }), 'ResourceNotFoundException', gone)
  assert.deepEqual(await plane.call(listDatasetGroups), { datasetGroups: [] })
  await aGroup(plane)
})

test('a group that holds something or is not settled stays', async () => {
  await using plane = await openControlPlane()
  await plane.call(createDatasetGroup, { name: 'new' })
  const early = plane.call(deleteDatasetGroup, { datasetGroupArn: arn('dataset-group/new') })
  await refuses(early, 'ResourceInUseException', `${arn('dataset-group/new')} has status CREATE PENDING`)
  const datasetGroupArn = await aGroup(plane)
  const dataset = await aDataset(plane, datasetGroupArn)
  const text = `Resource ${datasetGroupArn} is in use: ${dataset}`
  await refuses(plane.call(deleteDatasetGroup, { datasetGroupArn }), 'ResourceInUseException', text)
  const absent = plane.call(deleteDatasetGroup, { datasetGroupArn: arn('dataset-group/none') })
  await refuses(absent, 'ResourceNotFoundException')
  const foreign = plane.as({ account: '111111111111' })(deleteDatasetGroup, { datasetGroupArn })
  await refuses(foreign, 'ResourceNotFoundException')
})
