/** The three tag operations on every kind of resource of the main path. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aCampaign,
  aGroup,
  arn,
  aSchema,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  recipe,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { deleteDatasetGroup } from '../dataset-group/delete-dataset-group.ts'
import { createDatasetImportJob } from '../dataset-import-job/create-dataset-import-job.ts'
import { listTagsForResource } from './list-tags-for-resource.ts'
import { tagResource } from './tag-resource.ts'
import { untagResource } from './untag-resource.ts'

let plane: ControlPlane
let group: string
before(async () => {
  plane = await openControlPlane()
  group = await aShopWithData(plane)
})
after(() => plane.close())

const tagsOf = async (resourceArn: string) => (await plane.call(listTagsForResource, { resourceArn })).tags
const tag = (resourceArn: string, ...tags: [string, string][]) =>
  plane.call(tagResource, { resourceArn, tags: tags.map(([tagKey, tagValue]) => ({ tagKey, tagValue })) })
const untag = (resourceArn: string, ...tagKeys: string[]) => plane.call(untagResource, { resourceArn, tagKeys })

test('keys differ by case, an existing key takes the new value, an unknown one is removed without a word', async () => {
  assert.deepEqual(await tagsOf(group), [])
  assert.deepEqual(await tag(group, ['Team', 'a'], ['team', 'b']), {})
  await tag(group, ['team', ''])
  assert.deepEqual(await tagsOf(group), [
    { tagKey: 'Team', tagValue: 'a' },
    { tagKey: 'team', tagValue: '' },
  ])
  assert.deepEqual(await untag(group, 'team', 'none'), {})
  assert.deepEqual(await tagsOf(group), [{ tagKey: 'Team', tagValue: 'a' }])
})

test('every kind that can have tags takes them at birth and later', async () => {
  const tags = [{ tagKey: 'born', tagValue: 'yes' }]
  const solution = await aSolution(plane, group, { tags })
  const version = await aTrainedVersion(plane, solution, { tags })
  const campaign = await aCampaign(plane, version, { tags })
  const dataLocation = await plane.putObject('c.csv', 'USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n')
  const datasetArn = arn('dataset/shop/INTERACTIONS')
  const input = { jobName: 'job', datasetArn, dataSource: { dataLocation }, tags }
  const { datasetImportJobArn = '' } = await plane.call(createDatasetImportJob, input)
  for (const resource of [solution, version, campaign, datasetImportJobArn]) {
    await tag(resource, ['later', 'too'])
    assert.deepEqual(
      (await tagsOf(resource))?.map(tag => tag.tagKey),
      ['born', 'later'],
    )
  }
  await tag(datasetArn, ['a', 'b'])
})

test('fifty are the limit, counted with those that are there', async () => {
  const resource = await aGroup(plane, 'many')
  await tag(resource, ...Array.from({ length: 50 }, (_, index): [string, string] => [`k${index}`, '']))
  await tag(resource, ['k7', 'again'])
  await refuses(tag(resource, ['k50', '']), 'TooManyTagsException')
  await untag(resource, 'k0')
  await tag(resource, ['k50', ''])
  const keys = Array.from({ length: 51 }, (_, index) => `k${index}`)
  await refuses(untag(resource, ...keys), 'TooManyTagKeysException')
})

test('what is refused', async () => {
  await refuses(tag(group, ['aws:x', '']), 'InvalidInputException')
  await refuses(untag(group, 'AWS:x'), 'InvalidInputException')
  await refuses(tag(group, ['a', '1'], ['a', '2']), 'InvalidInputException', /given twice/)
  const schema = await aSchema(plane)
  await refuses(tag(schema, ['a', '']), 'InvalidInputException', /cannot have tags/)
  await refuses(tagsOf(recipe('aws-sims')), 'InvalidInputException', /cannot have tags/)
  const none = `The given dataset import job does not exist: ${arn('dataset-import-job/none')}`
  await refuses(tagsOf(arn('dataset-import-job/none')), 'ResourceNotFoundException', none)
  await refuses(untag(arn('solution/a/00000000'), 'x'), 'ResourceNotFoundException', /solution version/)
  const foreign = plane.as({ account: '111111111111' })(listTagsForResource, { resourceArn: group })
  await refuses(foreign, 'ResourceNotFoundException')
})

test('a resource that is going takes none, and takes its tags with it', async () => {
  const going = await aGroup(plane, 'going', { tags: [{ tagKey: 'a', tagValue: '' }] })
  await plane.call(deleteDatasetGroup, { datasetGroupArn: going })
  await refuses(tag(going, ['b', '']), 'ResourceInUseException')
  await plane.settle(1000)
  await refuses(tagsOf(going), 'ResourceNotFoundException')
  assert.deepEqual(await tagsOf(await aGroup(plane, 'going')), [])
})
