import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, aSchema, refuses, roleArn } from '../../../test/fixtures/inside/shop-states.ts'
import { createDataset } from '../dataset/create-dataset.ts'
import { createDatasetImportJob } from './create-dataset-import-job.ts'
import { describeDatasetImportJob } from './describe-dataset-import-job.ts'
import { listDatasetImportJobs } from './list-dataset-import-jobs.ts'

const header = 'USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n'

let plane: ControlPlane
let datasetArn: string
let dataLocation: string
before(async () => {
  plane = await openControlPlane()
  datasetArn = await aDataset(plane, await aGroup(plane))
  dataLocation = await plane.putObject('clicks.csv', `${header}u,i,view,1\n`)
})
after(() => plane.close())

const create = (input: object = {}) =>
  plane.call(createDatasetImportJob, { jobName: 'job', datasetArn, dataSource: { dataLocation }, roleArn, ...input })

test('a job is described as it was asked for, and its work is queued behind that of its dataset', async () => {
  const { datasetImportJobArn } = await create({ jobName: 'first' })
  assert.equal(datasetImportJobArn, arn('dataset-import-job/first'))
  const { datasetImportJob } = await plane.call(describeDatasetImportJob, { datasetImportJobArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(datasetImportJob, {
    jobName: 'first',
    datasetImportJobArn,
    datasetArn,
    dataSource: { dataLocation },
    roleArn,
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
    importMode: 'FULL',
  })
  const job = (await plane.jobs()).find(job => job.resource === datasetImportJobArn)
  assert.equal(job?.kind, 'import')
  await refuses(create({ jobName: 'first' }), 'ResourceAlreadyExistsException')
})

test('no role is needed, and a dataset that is still pending will do', async () => {
  const group = await aGroup(plane, 'early')
  const schemaArn = await aSchema(plane)
  const input = { name: 'early', datasetGroupArn: group, datasetType: 'Interactions', schemaArn }
  const early = await plane.call(createDataset, input)
  await plane.call(createDatasetImportJob, { jobName: 'early', ...early, dataSource: { dataLocation } })
  await plane.settle()
})

test('the source is looked at before the answer', async () => {
  const at = (location: string) => ({ dataSource: { dataLocation: location } })
  const invalid = 'Invalid Data location.'
  await refuses(create({ dataSource: {} }), 'InvalidInputException', invalid)
  await refuses(create(at('https://shop/clicks.csv')), 'InvalidInputException', invalid)
  await refuses(create(at('s3://shop/none.csv')), 'InvalidInputException', invalid)
  await refuses(create(at('s3://elsewhere/clicks.csv')), 'InvalidInputException', /^Insufficient privileges/)
  const part = await plane.putObject('part.csv', 'USER_ID,EVENT_TYPE\nu,view\n')
  const text = 'Input csv is missing the following columns: [ITEM_ID, TIMESTAMP]'
  await refuses(create(at(part)), 'InvalidInputException', text)
  const foreign = create({ roleArn: 'arn:aws:iam::111111111111:role/x' })
  await refuses(foreign, 'AccessDeniedException', 'Cross-account pass role is not allowed.')
  const unknown = { datasetArn: arn('dataset/shop/USERS') }
  await refuses(create(unknown), 'ResourceNotFoundException', /^The given dataset does not exist/)
})

test('a folder, a BOM, another case and another order of columns are taken', async () => {
  await plane.putObject('folder/a.csv', '\ufefftimestamp,user_id,ITEM_ID,event_type,extra\r\n1,u,i,view,x\r\n')
  await create({ jobName: 'folder', dataSource: { dataLocation: 's3://shop/folder/' } })
})

test('the first import must be FULL; behind a queued FULL one an incremental one is taken', async () => {
  const fresh = await aDataset(plane, await aGroup(plane, 'fresh'))
  const incremental = { datasetArn: fresh, importMode: 'INCREMENTAL' }
  await refuses(create({ jobName: 'inc', ...incremental }), 'InvalidInputException', /must have the importMode FULL/)
  await create({ jobName: 'full', datasetArn: fresh })
  const { datasetImportJobArn } = await create({ jobName: 'inc', ...incremental })
  const { datasetImportJob } = await plane.call(describeDatasetImportJob, { datasetImportJobArn })
  assert.equal(datasetImportJob?.importMode, 'INCREMENTAL')
  const { datasetImportJobs } = await plane.call(listDatasetImportJobs, { datasetArn: fresh })
  assert.deepEqual(
    datasetImportJobs?.map(job => job.jobName),
    ['inc', 'full'],
  )
  await plane.finish(arn('dataset-import-job/full'), 'CREATE FAILED')
  await plane.finish(arn('dataset-import-job/inc'), 'CREATE FAILED')
  await refuses(create({ jobName: 'inc-2', ...incremental }), 'InvalidInputException')
  const streamed = { file: 'segments/a.parquet', origin: 'put' }
  await plane.finish(fresh, 'ACTIVE', { segments: [streamed] })
  await refuses(create({ jobName: 'inc-2', ...incremental }), 'InvalidInputException')
  await plane.finish(fresh, 'ACTIVE', { segments: [streamed, { file: 'segments/b.parquet', origin: 'bulk' }] })
  await create({ jobName: 'inc-2', ...incremental })
})

test('attribution reports need a metric attribution', async () => {
  const publish = { publishAttributionMetricsToS3: true }
  await refuses(create({ jobName: 'publish', ...publish }), 'InvalidInputException', /metric attribution/)
})

test('five jobs may wait at a time', async () => {
  await using busy = await openControlPlane()
  const dataset = await aDataset(busy, await aGroup(busy))
  const source = { dataLocation: await busy.putObject('clicks.csv', header) }
  const next = (jobName: string) =>
    busy.call(createDatasetImportJob, { jobName, datasetArn: dataset, dataSource: source })
  for (const jobName of ['1', '2', '3', '4', '5']) await next(jobName)
  const text = 'More than 5 resources with PENDING or IN_PROGRESS status.'
  await refuses(next('6'), 'LimitExceededException', text)
  await busy.finish(arn('dataset-import-job/1'))
  await next('6')
})
