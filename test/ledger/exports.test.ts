/** Export jobs: of which dataset, which of its rows, and where they go. Seen in the objects that are written. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import type { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import { exportedLines, exportJob, linesIn } from '../fixtures/server/exports.ts'
import { roleArn } from '../fixtures/server/main-path.ts'
import { eventsClient } from '../fixtures/server/streams.ts'
import { itemsCsv, itemsSchema, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

const boundRoleArn = 'arn:aws:iam::000000000000:role/bound'

let world: World
let events: PersonalizeEvents
let folder: string
let datasetArn: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-ledger-'))
  const config = join(folder, 'attune.json')
  await writeFile(config, JSON.stringify({ roles: { [boundRoleArn]: { buckets: ['elsewhere'] } } }))
  world = await World.start('--config', config)
  events = eventsClient(world)
  datasetArn = await world.dataset(await world.group(), 'Items', itemsSchema)
  await world.import(datasetArn, itemsCsv())
  await events.putItems({ datasetArn, items: [{ itemId: 'put', properties: '{"price":3}' }] })
})

after(async () => {
  events?.destroy()
  await world?.end()
  await rm(folder, { recursive: true, force: true })
})

memberEffect(
  {
    operation: 'CreateDatasetExportJob',
    member: 'ingestionMode',
    sends: ['BULK', 'PUT'],
    lacks: 'alone, either mode gives the newest record of an item or user; earlier ones of the same id are not kept',
  },
  async () => [await exportedLines(world, datasetArn, 'BULK'), await exportedLines(world, datasetArn, 'PUT')],
)

memberEffect({ operation: 'CreateDatasetExportJob', member: 'datasetArn', sends: ['one', 'another'] }, async () => {
  const another = await world.dataset(await world.group(), 'Items', itemsSchema)
  return [await exportedLines(world, datasetArn), await exportedLines(world, another)]
})

/** Which of two folders holds an export. */
const whereIs = async (...folders: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(
    folders.map(one =>
      linesIn(world, `ledger/${one}`).then(
        () => one,
        () => '',
      ),
    ),
  )
  return found.filter(one => one !== '')
}

memberEffect({ operation: 'CreateDatasetExportJob', member: 'jobName', sends: ['monday', 'tuesday'] }, async () => {
  const seen = () => whereIs('exports/monday', 'exports/tuesday')
  await exportJob(world, datasetArn, { jobName: 'monday' })
  const first = await seen()
  await exportJob(world, datasetArn, { jobName: 'tuesday' })
  return [first, (await seen()).filter(one => !first.includes(one))]
})

memberEffect(
  {
    operation: 'CreateDatasetExportJob',
    member: 'jobOutput.s3DataDestination.path',
    sends: ['s3://ledger/here', 's3://ledger/there/'],
  },
  async () => {
    const written = async (path: string) => {
      const jobName = world.fresh('place')
      await exportJob(world, datasetArn, { jobName, path })
      const found = await whereIs(`here/${jobName}`, `there/${jobName}`)
      return found.map(folder => folder.split('/')[0])
    }
    return [await written('s3://ledger/here'), await written('s3://ledger/there/')]
  },
)

memberEffect(
  {
    operation: 'CreateDatasetExportJob',
    member: 'jobOutput.s3DataDestination.kmsKeyArn',
    sends: [undefined, 'a key'],
    lacks: 'kept, described and given to an S3 server; folders are not encrypted',
  },
  async () => {
    const described = async (given: { kmsKeyArn?: string }) => {
      const s3DataDestination = { path: 's3://ledger/keys/', ...given }
      const input = { jobName: world.fresh('key'), datasetArn, roleArn, jobOutput: { s3DataDestination } }
      const { datasetExportJobArn } = await world.control.createDatasetExportJob(input)
      const { datasetExportJob } = await world.control.describeDatasetExportJob({ datasetExportJobArn })
      return datasetExportJob?.jobOutput?.s3DataDestination
    }
    return [await described({}), await described({ kmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/one' })]
  },
)

memberEffect({ operation: 'CreateDatasetExportJob', member: 'roleArn', sends: [roleArn, boundRoleArn] }, async () => {
  const jobOutput = { s3DataDestination: { path: 's3://ledger/roles/' } }
  const create = async (role: string) => {
    const input = { jobName: world.fresh('role'), datasetArn, roleArn: role, jobOutput }
    return (await world.control.createDatasetExportJob(input)).datasetExportJobArn === undefined ? 'nothing' : 'a job'
  }
  // The second role may use another bucket only.
  return [await create(roleArn), await create(boundRoleArn).catch((error: Error) => error.message)]
})

memberEffect(
  { operation: 'DescribeDatasetExportJob', member: 'datasetExportJobArn', sends: ['one job', 'another'] },
  async () => {
    const describe = async () => {
      const datasetExportJobArn = await exportJob(world, datasetArn)
      return (await world.control.describeDatasetExportJob({ datasetExportJobArn })).datasetExportJob?.jobName
    }
    return [await describe(), await describe()]
  },
)
