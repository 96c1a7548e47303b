/** Rows that do not fit: a few are left out, many fail the job and change nothing; the reason names the place. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { putObject, roleArn, settled } from '../fixtures/server/main-path.ts'
import { signedGet } from '../fixtures/server/signed-get.ts'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'

/** Every `every`-th row gets a word where a timestamp belongs. */
const withBrokenRows = (every: number): string =>
  interactionsCsv()
    .trimEnd()
    .split('\n')
    .map((line, at) => (at > 0 && at % every === 0 ? line.replace(/\d+$/, 'yesterday') : line))
    .join('\n')

describe('an import with rows that do not fit', () => {
  let world: World
  let group: string
  let dataset: string

  before(async () => {
    world = await World.start()
    group = await world.group()
    dataset = await world.dataset(group)
  })

  after(() => world?.end())

  const popular = async (): Promise<unknown> => {
    const solution = await world.solution({ recipeArn: recipe('popularity-count') }, group)
    const campaignArn = await world.campaign(await world.version(solution))
    return (await world.runtime.getRecommendations({ campaignArn, userId: 'user-1', numResults: 100 })).itemList
  }

  test('a few are left out, and the report tells which', async () => {
    await world.import(dataset, withBrokenRows(400))
    assert.ok(((await popular()) as unknown[]).length > 0)
    const { datasetImportJobs } = await world.control.listDatasetImportJobs({ datasetArn: dataset })
    const [job] = datasetImportJobs ?? []
    const path = `/attune/import-report?datasetImportJobArn=${encodeURIComponent(job?.datasetImportJobArn ?? '')}`
    const { status, body } = await signedGet(world.server, path)
    const broken = withBrokenRows(400).split('yesterday').length - 1
    assert.deepEqual([status, body.status, body.rejectedCount], [200, 'ACTIVE', broken])
    const [head, first = ''] = body.rejects as string[]
    assert.equal(head, '"file","line","column","value","expected"')
    assert.match(first, /"401","TIMESTAMP","yesterday","a whole number \(long\)"$/)
    assert.equal((body.rejects as string[]).length, broken + 1)
  })

  test('the report of a job that is not there, or is another account’s, is not found', async () => {
    const path =
      '/attune/import-report?datasetImportJobArn=arn:aws:personalize:us-east-1:000000000000:dataset-import-job/no'
    const { status, body } = await signedGet(world.server, path)
    assert.deepEqual([status, body.__type], [404, 'ResourceNotFoundException'])
    assert.equal((await fetch(`${world.server.url}${path}`)).status, 403)
  })

  test('many fail the job, the reason names file, line, column and value, and the data of before stays', async () => {
    const before = await popular()
    const dataLocation = await putObject(world.server, 'broken', 'many.csv', withBrokenRows(4))
    const { datasetImportJobArn } = await world.control.createDatasetImportJob({
      jobName: 'many',
      datasetArn: dataset,
      dataSource: { dataLocation },
      roleArn,
    })
    const describeJob = async () =>
      (await world.control.describeDatasetImportJob({ datasetImportJobArn })).datasetImportJob
    await assert.rejects(settled('import', describeJob), /CREATE FAILED/)
    const reason = (await describeJob())?.failureReason ?? ''
    for (const part of [/many\.csv/, /\b5\b/, /TIMESTAMP/, /yesterday/]) assert.match(reason, part)
    assert.deepEqual(await popular(), before)
  })

  test('a header without a required column is refused before a job exists', async () => {
    const dataLocation = await putObject(world.server, 'broken', 'header.csv', 'USER_ID,ITEM_ID\nu,i\n')
    await assert.rejects(
      world.control.createDatasetImportJob({
        jobName: 'header',
        datasetArn: dataset,
        dataSource: { dataLocation },
        roleArn,
      }),
      { name: 'InvalidInputException', message: /Input csv is missing the following columns/ },
    )
  })
})
