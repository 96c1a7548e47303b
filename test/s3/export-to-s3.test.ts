/**
 * Aim: an export on an S3 server has the rows that were imported from there, encrypted with the key that was named.
 * Method: moto, filled and read by the official S3 client, is named to a started Attune.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CreateDatasetExportJobCommand, DescribeDatasetExportJobCommand } from '@aws-sdk/client-personalize'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { mainPath, ringCsv, roleArn, settled, smallRing, walk } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import type { S3Server } from './s3-server.ts'
import { startMoto } from './start-moto.ts'

const Bucket = 'attune-exports'
const csv = ringCsv(smallRing)

let store: S3Server
let client: S3Client
let server: ServerProcess

before(async () => {
  store = await startMoto()
  const { endpoint, accessKeyId, secretAccessKey } = store
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: store })
  await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'in.csv', Body: csv }))
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: 'us-east-1' }
  server = await startServerProcess({ flags: ['--s3-endpoint', endpoint], env })
})

after(async () => {
  client?.destroy()
  await server?.discard()
  await store?.close()
})

test('an export lies in the bucket, under its job’s name and with its key', async () => {
  const { dataset } = await walk(server, mainPath('exported', `s3://${Bucket}/in.csv`).slice(0, 4))
  const kmsKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/one'
  const jobOutput = { s3DataDestination: { path: `s3://${Bucket}/out`, kmsKeyArn } }
  const input = { jobName: 'taken', datasetArn: dataset, roleArn, ingestionMode: 'BULK', jobOutput } as const
  const { datasetExportJobArn } = await server.personalize.send(new CreateDatasetExportJobCommand(input))
  const describe = () => server.personalize.send(new DescribeDatasetExportJobCommand({ datasetExportJobArn }))
  await settled('export', async () => (await describe()).datasetExportJob)
  const object = await client.send(new GetObjectCommand({ Bucket, Key: 'out/taken/part-00000.csv' }))
  assert.equal(await object.Body?.transformToString(), csv)
  assert.deepEqual([object.ServerSideEncryption, object.SSEKMSKeyId], ['aws:kms', kmsKeyArn])
})
