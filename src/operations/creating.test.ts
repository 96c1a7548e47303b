/** What must hold when calls come at the same time: a name is given once, a quota is never passed, a delete wins or waits. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openControlPlane } from '../../test/fixtures/inside/control-plane.ts'
import { aGroup, arn, aSchema } from '../../test/fixtures/inside/shop-states.ts'
import { createDataset } from './dataset/create-dataset.ts'
import { createDatasetGroup } from './dataset-group/create-dataset-group.ts'
import { deleteDatasetGroup } from './dataset-group/delete-dataset-group.ts'
import { listDatasetGroups } from './dataset-group/list-dataset-groups.ts'
import { tagResource } from './tag/tag-resource.ts'

const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]): readonly string[] =>
  outcomes.map(outcome => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.code)).sort()

test('of ten calls for one name, one is served', async () => {
  await using plane = await openControlPlane()
  const calls = Array.from({ length: 10 }, () => plane.call(createDatasetGroup, { name: 'shop' }))
  const codes = codesOf(await Promise.allSettled(calls))
  assert.deepEqual(codes, [...Array(9).fill('ResourceAlreadyExistsException'), 'done'])
})

test('of ten calls under a quota of three, three are served', async () => {
  await using plane = await openControlPlane({ quotaDatasetGroups: 3 })
  const calls = Array.from({ length: 10 }, (_, index) => plane.call(createDatasetGroup, { name: `shop-${index}` }))
  const codes = codesOf(await Promise.allSettled(calls))
  assert.deepEqual(codes, [...Array(7).fill('LimitExceededException'), 'done', 'done', 'done'])
  assert.equal((await plane.call(listDatasetGroups)).datasetGroups?.length, 3)
})

test('a group is not deleted from under a dataset that is being created in it', async () => {
  await using plane = await openControlPlane()
  for (let round = 0; round < 4; round++) {
    const datasetGroupArn = await aGroup(plane, `shop-${round}`)
    const schemaArn = await aSchema(plane)
    const input = { name: 'd', datasetGroupArn, schemaArn, datasetType: 'Interactions' }
    const calls = [plane.call(createDataset, input), plane.call(deleteDatasetGroup, { datasetGroupArn })]
    if (round % 2 === 1) calls.reverse()
    const codes = codesOf(await Promise.allSettled(calls))
    assert.deepEqual(codes, ['ResourceInUseException', 'done'])
    await plane.settle(1000)
  }
})

test('tags put at the same time do not pass fifty', async () => {
  await using plane = await openControlPlane()
  const resourceArn = await aGroup(plane)
  const tagsFrom = (first: number) =>
    Array.from({ length: 30 }, (_, index) => ({ tagKey: `k${first + index}`, tagValue: '' }))
  const calls = [0, 30].map(first => plane.call(tagResource, { resourceArn, tags: tagsFrom(first) }))
  assert.deepEqual(codesOf(await Promise.allSettled(calls)), ['TooManyTagsException', 'done'])
  assert.equal((await plane.records.tagsOf(arn('dataset-group/shop'))).length, 30)
})
