/**
 * Aim: kill -9 at any named point of an export leaves a job that goes on by itself, and a folder with every row once.
 * Method: a server that is armed with the point imports, then exports; when it dies it is started again on the same
 * directory. Meanwhile nobody may see the job ACTIVE with less than all rows.
 */

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  CreateDatasetExportJobCommand,
  type DatasetExportJob,
  DescribeDatasetExportJobCommand,
} from '@aws-sdk/client-personalize'
import { crashPoints } from '../../src/base/crash-points.ts'
import { mainPath, putObject, ringCsv, roleArn, settled, smallRing, walk } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'

const lines = (csv: string): readonly string[] => csv.trimEnd().split('\n').sort()

async function rowsIn({ dataDirectory }: ServerProcess): Promise<readonly string[]> {
  const folder = join(dataDirectory, 'buckets/crash/out/taken')
  assert.deepEqual(await readdir(folder), ['part-00000.csv'])
  return lines(await readFile(join(folder, 'part-00000.csv'), 'utf8'))
}

async function ended(server: ServerProcess, datasetExportJobArn: string | undefined): Promise<DatasetExportJob> {
  const describe = () => server.personalize.send(new DescribeDatasetExportJobCommand({ datasetExportJobArn }))
  return settled('export', async () => (await describe()).datasetExportJob)
}

for (const point of crashPoints.filter(point => point.startsWith('export.'))) {
  test(`kill -9 at ${point}: the export goes on and every row is there once`, async () => {
    const first = await startServerProcess({ env: { ATTUNE_CRASH_AT: point } })
    const csv = ringCsv(smallRing)
    const dataLocation = await putObject(first, 'crash', 'interactions.csv', csv)
    const made = await walk(first, mainPath('crash', dataLocation).slice(0, 4))
    const jobOutput = { s3DataDestination: { path: 's3://crash/out' } }
    const input = { jobName: 'taken', datasetArn: made.dataset, roleArn, ingestionMode: 'BULK', jobOutput } as const
    const { datasetExportJobArn } = await first.personalize.send(new CreateDatasetExportJobCommand(input))
    const unharmed = ended(first, datasetExportJobArn).then(
      () => undefined,
      () => first.exited,
    )
    const died = await Promise.race([first.exited, unharmed])
    assert.equal(died?.signal, 'SIGKILL', `the export never reached ${point}: ${first.stderr()}`)
    const server = await startServerProcess({ dataDirectory: first.dataDirectory })
    try {
      const { status, failureReason } = await ended(server, datasetExportJobArn)
      assert.deepEqual([status, failureReason], ['ACTIVE', undefined])
      assert.deepEqual(await rowsIn(server), lines(csv))
    } finally {
      await server.discard()
    }
  })
}
