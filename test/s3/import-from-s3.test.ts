/**
 * Aim: beside a real S3 server, and beside moto, the main path works with data that lies there, and what cannot be read
 * is refused in the service's words. Method: each server is started on loopback, filled by the official S3 client, and
 * named to a started Attune by `--s3-endpoint`; keys come through the SDK's own chain (the environment).
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CreateDatasetImportJobCommand } from '@aws-sdk/client-personalize'
import { GetRecommendationsCommand } from '@aws-sdk/client-personalize-runtime'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type Made, mainPath, ringCsv, roleArn, smallRing, walk } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import type { S3Server } from './s3-server.ts'
import { startMoto } from './start-moto.ts'
import { startRadosgw } from './start-radosgw.ts'

const bucket = 'attune-data'
const csv = ringCsv(smallRing)

/** Half of the rows each, both with the header; the names are what people call files. */
function halves(text: string): readonly [string, string] {
  const [header = '', ...rows] = text.trimEnd().split('\n')
  const middle = Math.floor(rows.length / 2)
  const part = (some: readonly string[]) => `${[header, ...some].join('\n')}\n`
  return [part(rows.slice(0, middle)), part(rows.slice(middle))]
}

async function fill(store: S3Server): Promise<void> {
  const client = new S3Client({
    endpoint: store.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: store,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const [first, second] = halves(csv)
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  const objects = {
    'one.csv': csv,
    'folder/part 1 (of+2).csv': first,
    'folder/Teil zwei – ü.csv': second,
    'folder/deeper/not-of-this-level.csv': 'NOT,A,DATA,SET\n',
    'broken.csv': csv.replace('TIMESTAMP', 'WHEN'),
  }
  for (const [Key, Body] of Object.entries(objects))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
  client.destroy()
}

const environment = (store: S3Server, secret = store.secretAccessKey): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: store.accessKeyId,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_REGION: 'us-east-1',
})

const importFrom = (server: ServerProcess, made: Made, jobName: string, dataLocation: string) =>
  server.personalize.send(
    new CreateDatasetImportJobCommand({ jobName, datasetArn: made.dataset, roleArn, dataSource: { dataLocation } }),
  )

/** The path up to the dataset, for tests of single imports. */
const upToDataset = (name: string) => mainPath(name, '').slice(0, 3)

for (const start of [startRadosgw, startMoto]) {
  describe(`data in ${start === startRadosgw ? 'Ceph’s object gateway' : 'moto'}`, () => {
    let store: S3Server
    let server: ServerProcess

    before(async () => {
      store = await start()
      await fill(store)
      server = await startServerProcess({ flags: ['--s3-endpoint', store.endpoint], env: environment(store) })
    })

    after(async () => {
      await server?.discard()
      await store?.close()
    })

    test('one object: from import to a recommendation', async () => {
      const made = await walk(server, mainPath('one-object', `s3://${bucket}/one.csv`))
      const answer = await server.runtime.send(
        new GetRecommendationsCommand({ campaignArn: made.campaign, userId: 'user-0', numResults: 5 }),
      )
      assert.equal(answer.itemList?.length, 5)
    })

    test('a folder: the objects of its first level, whatever they are called', async () => {
      const steps = mainPath('folder', `s3://${bucket}/folder/`, 'aws-popularity-count')
      const made = await walk(server, steps)
      const answer = await server.runtime.send(
        new GetRecommendationsCommand({
          campaignArn: made.campaign,
          userId: 'user-0',
          numResults: smallRing.itemCount,
        }),
      )
      assert.equal(answer.itemList?.length, smallRing.itemCount, 'items of both halves')
    })

    test('what cannot be read is refused before a job exists', async () => {
      const made = await walk(server, upToDataset('refused'))
      const refusals: readonly (readonly [string, RegExp])[] = [
        [`s3://${bucket}/missing.csv`, /Invalid Data location|Insufficient privileges/],
        ['s3://no-such-bucket-here/one.csv', /Insufficient privileges/],
        [`s3://${bucket}/broken.csv`, /Input csv is missing the following columns: \[TIMESTAMP\]/],
      ]
      for (const [location, message] of refusals) {
        await assert.rejects(importFrom(server, made, 'refused', location), {
          name: 'InvalidInputException',
          message,
        })
      }
    })

    // moto takes any secret.
    test('a wrong secret is told as missing privileges', {
      skip: start === startMoto && 'moto takes any key',
    }, async () => {
      const stranger = await startServerProcess({
        flags: ['--s3-endpoint', store.endpoint],
        env: environment(store, 'not-the-secret'),
      })
      try {
        const made = await walk(stranger, upToDataset('stranger'))
        await assert.rejects(importFrom(stranger, made, 'stranger', `s3://${bucket}/one.csv`), {
          name: 'InvalidInputException',
          message: /Insufficient privileges/,
        })
      } finally {
        await stranger.discard()
      }
    })
  })
}
