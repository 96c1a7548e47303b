import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { listSchemas } from '../schema/list-schemas.ts'
import { createDatasetGroup } from './create-dataset-group.ts'
import { listDatasetGroups } from './list-dataset-groups.ts'

test('pages go by name, the last one has no token, tokens are bound to list and caller', async () => {
  await using plane = await openControlPlane()
  for (const name of ['c', 'a', 'b']) await plane.call(createDatasetGroup, { name })
  const first = await plane.call(listDatasetGroups, { maxResults: 2 })
  assert.deepEqual(
    first.datasetGroups?.map(group => group.name),
    ['a', 'b'],
  )
  const nextToken = first.nextToken
  const second = await plane.call(listDatasetGroups, { nextToken })
  assert.deepEqual(
    second.datasetGroups?.map(group => group.name),
    ['c'],
  )
  assert.equal('nextToken' in second, false)
  const exact = await plane.call(listDatasetGroups, { maxResults: 3 })
  assert.equal('nextToken' in exact, false)
  await refuses(plane.call(listSchemas, { nextToken }), 'InvalidNextTokenException')
  await refuses(plane.call(listDatasetGroups, { nextToken: 'made-up' }), 'InvalidNextTokenException')
  await refuses(plane.call(listDatasetGroups, { nextToken: '' }), 'InvalidNextTokenException')
  const foreign = plane.as({ account: '111111111111' })(listDatasetGroups, { nextToken })
  await refuses(foreign, 'InvalidNextTokenException')
})

test('a summary shows neither role nor key', async () => {
  await using plane = await openControlPlane()
  const kmsKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/one'
  await plane.call(createDatasetGroup, { name: 'a', roleArn: 'arn:aws:iam::000000000000:role/x', kmsKeyArn })
  const { datasetGroups } = await plane.call(listDatasetGroups)
  const members = Object.keys(datasetGroups?.[0] ?? {}).sort()
  assert.deepEqual(members, ['creationDateTime', 'datasetGroupArn', 'lastUpdatedDateTime', 'name', 'status'])
})
