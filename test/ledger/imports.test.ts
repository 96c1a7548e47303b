/** Import jobs: what is read, into which dataset, beside or in place of what was there. Seen in what is learned from it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { putObject, roleArn } from '../fixtures/server/main-path.ts'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'
import { memberEffect, memberRefused } from './member-effect.ts'

let world: World

const boundRoleArn = 'arn:aws:iam::000000000000:role/bound'

let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-ledger-'))
  const config = join(folder, 'attune.json')
  await writeFile(config, JSON.stringify({ roles: { [boundRoleArn]: { buckets: ['elsewhere'] } } }))
  world = await World.start('--config', config)
})

after(async () => {
  await world?.end()
  await rm(folder, { recursive: true, force: true })
})

const halves = () => [interactionsCsv(0, 50), interactionsCsv(50, 100)] as const

/** The whole list of popular items of a group: which items its interactions name, and how often. */
const popularIn = async (group: string): Promise<unknown> => {
  const campaignArn = await world.campaign(
    await world.version(await world.solution({ recipeArn: recipe('popularity-count') }, group)),
  )
  return (await world.runtime.getRecommendations({ campaignArn, userId: 'user-1', numResults: 100 })).itemList
}

memberEffect({ operation: 'CreateDatasetImportJob', member: 'jobName', sends: ['monday', 'tuesday'] }, async () => {
  const datasetArn = await world.dataset(await world.group())
  const dataSource = { dataLocation: await putObject(world.server, 'ledger', 'names.csv', interactionsCsv()) }
  const create = async (jobName: string) => {
    const input = { jobName, datasetArn, dataSource, roleArn }
    const { datasetImportJobArn } = await world.control.createDatasetImportJob(input)
    return (await world.control.describeDatasetImportJob({ datasetImportJobArn })).datasetImportJob?.jobName
  }
  return [await create('monday'), await create('tuesday')]
})

memberEffect(
  { operation: 'CreateDatasetImportJob', member: 'dataSource.dataLocation', sends: ['early users', 'late users'] },
  async () => {
    const learned = async (csv: string) => {
      const group = await world.group()
      await world.import(await world.dataset(group), csv)
      return popularIn(group)
    }
    const [early, late] = halves()
    return [await learned(early), await learned(late)]
  },
)

memberEffect({ operation: 'CreateDatasetImportJob', member: 'datasetArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = [await world.dataset(await world.group()), await world.dataset(await world.group())]
  await world.import(first, interactionsCsv())
  const jobsOf = async (datasetArn: string) =>
    (await world.control.listDatasetImportJobs({ datasetArn })).datasetImportJobs?.length
  return [await jobsOf(first), await jobsOf(second)]
})

memberEffect(
  { operation: 'CreateDatasetImportJob', member: 'importMode', sends: ['FULL', 'INCREMENTAL'] },
  async () => {
    const learned = async (mode: 'FULL' | 'INCREMENTAL') => {
      const [early, late] = halves()
      const group = await world.group()
      const dataset = await world.dataset(group)
      await world.import(dataset, early)
      await world.import(dataset, late, mode)
      return popularIn(group)
    }
    return [await learned('FULL'), await learned('INCREMENTAL')]
  },
)

memberEffect({ operation: 'CreateDatasetImportJob', member: 'roleArn', sends: [roleArn, boundRoleArn] }, async () => {
  const datasetArn = await world.dataset(await world.group())
  const dataSource = { dataLocation: await putObject(world.server, 'ledger', 'roles.csv', interactionsCsv()) }
  const create = async (role: string) => {
    const input = { jobName: world.fresh('role'), datasetArn, dataSource, roleArn: role }
    const { datasetImportJobArn } = await world.control.createDatasetImportJob(input)
    return datasetImportJobArn === undefined ? 'nothing' : 'a job'
  }
  // The second role may use another bucket only.
  return [await create(roleArn), await create(boundRoleArn).catch((error: Error) => error.message)]
})

memberRefused(
  {
    operation: 'CreateDatasetImportJob',
    member: 'publishAttributionMetricsToS3',
    value: true,
    message: /needs a metric attribution/,
  },
  async () => {
    const datasetArn = await world.dataset(await world.group())
    const dataSource = { dataLocation: await putObject(world.server, 'ledger', 'metrics.csv', interactionsCsv()) }
    const input = { jobName: 'metrics', datasetArn, dataSource, roleArn, publishAttributionMetricsToS3: true }
    await world.control.createDatasetImportJob(input)
  },
)

memberEffect(
  { operation: 'DescribeDatasetImportJob', member: 'datasetImportJobArn', sends: ['one job', 'another'] },
  async () => {
    const dataset = await world.dataset(await world.group())
    const describe = async () => {
      const datasetImportJobArn = await world.import(dataset, interactionsCsv())
      const answer = await world.control.describeDatasetImportJob({ datasetImportJobArn })
      return answer.datasetImportJob?.jobName
    }
    return [await describe(), await describe()]
  },
)
