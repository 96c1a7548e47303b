import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { arn, refuses, roleArn } from '../../../test/fixtures/inside/shop-states.ts'
import { listTagsForResource } from '../tag/list-tags-for-resource.ts'
import { createDatasetGroup } from './create-dataset-group.ts'
import { describeDatasetGroup } from './describe-dataset-group.ts'

const kmsKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/one'

let plane: ControlPlane
before(async () => {
  plane = await openControlPlane()
})
after(() => plane.close())

test('a group passes from CREATE PENDING to ACTIVE, and says its domain only when it has one', async () => {
  const made = await plane.call(createDatasetGroup, { name: 'plain' })
  assert.deepEqual(made, { datasetGroupArn: arn('dataset-group/plain') })
  const pending = await plane.call(describeDatasetGroup, { datasetGroupArn: arn('dataset-group/plain') })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(pending.datasetGroup, {
    name: 'plain',
    datasetGroupArn: arn('dataset-group/plain'),
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  await plane.settle()
  const settled = await plane.call(describeDatasetGroup, { datasetGroupArn: arn('dataset-group/plain') })
  assert.equal(settled.datasetGroup?.status, 'ACTIVE')
})

test('domain, role, key and tags are kept', async () => {
  const input = { name: 'shop', domain: 'ECOMMERCE', roleArn, kmsKeyArn, tags: [{ tagKey: 'team', tagValue: 'web' }] }
  const made = await plane.call(createDatasetGroup, input)
  assert.deepEqual(made, { datasetGroupArn: arn('dataset-group/shop'), domain: 'ECOMMERCE' })
  const { datasetGroup } = await plane.call(describeDatasetGroup, made)
  assert.deepEqual(
    [datasetGroup?.domain, datasetGroup?.roleArn, datasetGroup?.kmsKeyArn],
    ['ECOMMERCE', roleArn, kmsKeyArn],
  )
  const tags = await plane.call(listTagsForResource, { resourceArn: made.datasetGroupArn })
  assert.deepEqual(tags, { tags: [{ tagKey: 'team', tagValue: 'web' }] })
})

test('what is refused', async () => {
  await plane.call(createDatasetGroup, { name: 'taken' })
  const create = (input: object) => plane.call(createDatasetGroup, { name: 'new', ...input })
  const taken = `Another resource with Arn ${arn('dataset-group/taken')} already exists.`
  await refuses(create({ name: 'taken' }), 'ResourceAlreadyExistsException', taken)
  await refuses(create({ roleArn }), 'InvalidInputException')
  await refuses(create({ kmsKeyArn }), 'InvalidInputException')
  const foreign = { roleArn: 'arn:aws:iam::111111111111:role/x', kmsKeyArn }
  await refuses(create(foreign), 'AccessDeniedException', 'Cross-account pass role is not allowed.')
  const tags = Array.from({ length: 51 }, (_, index) => ({ tagKey: `k${index}`, tagValue: '' }))
  await refuses(create({ tags }), 'TooManyTagsException')
  await refuses(create({ tags: [{ tagKey: 'aws:x', tagValue: '' }] }), 'InvalidInputException')
})

test('names are free in another account and another region', async () => {
  await plane.as({ account: '111111111111' })(createDatasetGroup, { name: 'shop' })
  const made = await plane.as({ region: 'eu-west-1' })(createDatasetGroup, { name: 'shop' })
  assert.equal(made.datasetGroupArn, 'arn:aws:personalize:eu-west-1:000000000000:dataset-group/shop')
  const foreign = plane.as({ account: '222222222222' })(describeDatasetGroup, made)
  const text = `The given dataset group does not exist: ${made.datasetGroupArn}`
  await refuses(foreign, 'ResourceNotFoundException', text)
})

test('the quota counts groups that exist, per account, and can be lifted', async () => {
  await using five = await openControlPlane({ quotaDatasetGroups: 2 })
  await five.call(createDatasetGroup, { name: 'one' })
  await five.call(createDatasetGroup, { name: 'two' })
  const text = 'Cannot create a dataset group. More than 2 resources in ACTIVE state. Please delete some and try again.'
  await refuses(five.call(createDatasetGroup, { name: 'three' }), 'LimitExceededException', text)
  await five.as({ account: '111111111111' })(createDatasetGroup, { name: 'three' })
  await using lifted = await openControlPlane({ quotaDatasetGroups: 1, quotas: 'unlimited' })
  await lifted.call(createDatasetGroup, { name: 'one' })
  await lifted.call(createDatasetGroup, { name: 'two' })
})
