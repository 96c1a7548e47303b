import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, refuses, roleArn } from '../../../test/fixtures/inside/shop-states.ts'
import { deleteDataset } from '../dataset/delete-dataset.ts'
import { listTagsForResource } from '../tag/list-tags-for-resource.ts'
import { createDatasetExportJob } from './create-dataset-export-job.ts'
import { describeDatasetExportJob } from './describe-dataset-export-job.ts'
import { listDatasetExportJobs } from './list-dataset-export-jobs.ts'

let plane: ControlPlane
let datasetArn: string
before(async () => {
  plane = await openControlPlane()
  datasetArn = await aDataset(plane, await aGroup(plane))
  await plane.putObject('here.txt', '')
})
after(() => plane.close())

const to = (path: string) => ({ jobOutput: { s3DataDestination: { path } } })
const create = (input: object = {}) =>
  plane.call(createDatasetExportJob, { jobName: 'job', datasetArn, roleArn, ...to('s3://shop/out/'), ...input })

test('a job is described as it was asked for, of what was put unless it says otherwise', async () => {
  const tags = [{ tagKey: 'team', tagValue: 'web' }]
  const { datasetExportJobArn = '' } = await create({ jobName: 'first', tags })
  assert.equal(datasetExportJobArn, arn('dataset-export-job/first'))
  const { datasetExportJob } = await plane.call(describeDatasetExportJob, { datasetExportJobArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(datasetExportJob, {
    ...{ jobName: 'first', datasetExportJobArn, datasetArn, ingestionMode: 'PUT', roleArn, ...to('s3://shop/out/') },
    ...{ status: 'CREATE PENDING', creationDateTime: seconds, lastUpdatedDateTime: seconds },
  })
  assert.equal((await plane.jobs()).find(job => job.resource === datasetExportJobArn)?.kind, 'export')
  assert.deepEqual((await plane.call(listTagsForResource, { resourceArn: datasetExportJobArn })).tags, tags)
  await refuses(create({ jobName: 'first' }), 'ResourceAlreadyExistsException')
  await refuses(plane.call(deleteDataset, { datasetArn }), 'ResourceInUseException', /dataset-export-job\/first/)
  await plane.finish(datasetExportJobArn)
})

test('what cannot be is refused before the answer', async () => {
  await refuses(create(to('https://shop/out/')), 'InvalidInputException', 'Invalid Data location.')
  await refuses(create(to('s3://elsewhere/out/')), 'InvalidInputException', /^Insufficient privileges/)
  const foreign = create({ roleArn: 'arn:aws:iam::111111111111:role/x' })
  await refuses(foreign, 'AccessDeniedException', 'Cross-account pass role is not allowed.')
  await refuses(create({ datasetArn: arn('dataset/shop/USERS') }), 'ResourceNotFoundException')
  const actions = await aDataset(plane, await aGroup(plane, 'deeds'), 'Actions', [
    { name: 'ACTION_ID', type: 'string' },
    { name: 'VALUE', type: ['null', 'long'] },
  ])
  await refuses(
    create({ datasetArn: actions }),
    'InvalidInputException',
    'A dataset of type ACTIONS cannot be exported, only INTERACTIONS, ITEMS, USERS.',
  )
})

test('five may wait at a time; lists are newest first and of one dataset; they go with it', async () => {
  const other = await aDataset(plane, await aGroup(plane, 'other'))
  const names = ['1', '2', '3', '4', '5']
  for (const jobName of names) await create({ jobName, datasetArn: other })
  const text = 'More than 5 resources with PENDING or IN_PROGRESS status.'
  await refuses(create({ jobName: '6', datasetArn: other }), 'LimitExceededException', text)
  const list = async () => (await plane.call(listDatasetExportJobs, { datasetArn: other })).datasetExportJobs
  assert.deepEqual(
    (await list())?.map(job => job.jobName),
    names.toReversed(),
  )
  for (const jobName of names) await plane.finish(arn(`dataset-export-job/${jobName}`))
  await plane.call(deleteDataset, { datasetArn: other })
  await plane.settle(10_000)
  assert.deepEqual(await list(), [])
})
