import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aGroup, arn, aSchema, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { createDatasetGroup } from '../dataset-group/create-dataset-group.ts'
import { createDataset } from './create-dataset.ts'
import { describeDataset } from './describe-dataset.ts'
import { listDatasets } from './list-datasets.ts'

let plane: ControlPlane
let datasetGroupArn: string
before(async () => {
  plane = await openControlPlane()
  datasetGroupArn = await aGroup(plane)
})
after(() => plane.close())

const create = (input: object) => plane.call(createDataset, { name: 'd', datasetGroupArn, ...input })

test('the type is taken in any case and given in upper case; the ARN holds group and type', async () => {
  const schemaArn = await aSchema(plane)
  const { datasetArn } = await create({ name: 'clicks', datasetType: 'Interactions', schemaArn })
  assert.equal(datasetArn, arn('dataset/shop/INTERACTIONS'))
  const { dataset } = await plane.call(describeDataset, { datasetArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(dataset, {
    name: 'clicks',
    datasetArn,
    datasetGroupArn,
    datasetType: 'INTERACTIONS',
    schemaArn,
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  await plane.settle()
  assert.equal((await plane.call(describeDataset, { datasetArn })).dataset?.status, 'ACTIVE')
})

test('a second dataset of a type already exists, whatever its name', async () => {
  const schemaArn = await aSchema(plane, 'Items')
  await create({ datasetType: 'ITEMS', schemaArn })
  const text = `Another resource with Arn ${arn('dataset/shop/ITEMS')} already exists.`
  await refuses(create({ name: 'e', datasetType: 'items', schemaArn }), 'ResourceAlreadyExistsException', text)
})

test('a list is filtered by group; a group nobody made has none', async () => {
  const { datasets } = await plane.call(listDatasets, { datasetGroupArn })
  assert.deepEqual(datasets?.map(dataset => dataset.datasetType).sort(), ['INTERACTIONS', 'ITEMS'])
  const none = await plane.call(listDatasets, { datasetGroupArn: arn('dataset-group/none') })
  assert.deepEqual(none, { datasets: [] })
})

test('what is refused', async () => {
  const schemaArn = await aSchema(plane, 'Users', [
    { name: 'USER_ID', type: 'string' },
    { name: 'AGE', type: 'int' },
  ])
  const users = { datasetType: 'Users', schemaArn }
  await refuses(create({ ...users, datasetType: 'Shoes' }), 'InvalidInputException')
  await refuses(create({ ...users, schemaArn: arn('schema/none') }), 'ResourceNotFoundException')
  const absent = { ...users, datasetGroupArn: arn('dataset-group/none') }
  const text = `The given dataset group does not exist: ${arn('dataset-group/none')}`
  await refuses(create(absent), 'ResourceNotFoundException', text)
  await refuses(create({ ...users, datasetType: 'Interactions' }), 'InvalidInputException')
  const pending = await plane.call(createDatasetGroup, { name: 'new' })
  const status = `${pending.datasetGroupArn} has status CREATE PENDING`
  await refuses(create({ ...users, ...pending }), 'ResourceInUseException', status)
})

test('a column the type requires is missing: the words of the service', async () => {
  const schemaArn = await aSchema(plane, 'Interactions', [
    { name: 'USER_ID', type: 'string' },
    { name: 'TIMESTAMP', type: 'long' },
  ])
  const other = await aGroup(plane, 'other')
  const text = 'Input csv is missing the following columns: [ITEM_ID]'
  const input = { datasetType: 'Interactions', schemaArn, datasetGroupArn: other }
  await refuses(create(input), 'InvalidInputException', text)
})

test('schema and group are of one domain, and domain groups have no actions', async () => {
  const domain = 'VIDEO_ON_DEMAND'
  const video = await aGroup(plane, 'video', { domain })
  const custom = await aSchema(plane)
  const input = { datasetType: 'Interactions', datasetGroupArn: video }
  await refuses(create({ ...input, schemaArn: custom }), 'InvalidInputException', /domain/)
  await create({ ...input, schemaArn: await aSchema(plane, 'Interactions', undefined, { domain }) })
  await refuses(create({ ...input, datasetType: 'Actions', schemaArn: custom }), 'InvalidInputException', /ACTIONS/)
})
