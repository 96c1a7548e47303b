/**
 * Aim: objects on an S3 server behave as those in folders do, long listings are whole, and a download outlives broken
 * connections without ever mixing two objects. Method: the port's contract and more on real servers, behind a TCP proxy.
 */

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { blobsContract } from '../../src/storage/blobs.contract.ts'
import { BlobAccessDenied, type BlobEntry, type Blobs } from '../../src/storage/blobs.ts'
import { S3Blobs } from '../../src/storage/s3/s3-blobs.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import type { S3Server } from './s3-server.ts'
import { startMoto } from './start-moto.ts'
import { startRadosgw } from './start-radosgw.ts'

const region = 'us-east-1'
const objectBytes = 3_000_000

async function newBucket({ endpoint, accessKeyId, secretAccessKey }: S3Server): Promise<string> {
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials })
  const bucket = `blobs-${randomUUID()}`
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
  return bucket
}

const blobsOf = (store: S3Server, given: { endpoint?: string; mayUse?: (bucket: string) => boolean } = {}): Blobs => {
  const { endpoint, accessKeyId, secretAccessKey } = store
  return new S3Blobs({ endpoint, region, accessKeyId, secretAccessKey, mayUse: () => true, ...given })
}

async function written(blobs: Blobs, bucket: string, bytes: Buffer): Promise<BlobEntry> {
  await blobs.write({ bucket, key: 'large.csv' }, bytes)
  const [entry] = await blobs.list({ bucket, key: 'large.csv' })
  assert.ok(entry)
  return entry
}

for (const start of [startRadosgw, startMoto]) {
  describe(`objects on ${start === startRadosgw ? 'Ceph’s object gateway' : 'moto'}`, () => {
    let store: S3Server

    before(async () => {
      store = await start()
    })

    after(async () => {
      await store?.close()
    })

    blobsContract('s3', async () => ({
      blobs: blobsOf(store),
      bucket: await newBucket(store),
      close: async () => {},
    }))

    test('a folder of more objects than one page', async () => {
      const bucket = await newBucket(store)
      const blobs = blobsOf(store)
      const keys = Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(4, '0')}.csv`)
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map(key => blobs.write({ bucket, key }, Buffer.from('1'))))
      }
      const entries = await blobs.list({ bucket, key: 'many/' })
      assert.deepEqual(
        entries.map(({ key }) => key),
        keys,
      )
    })

    test('a download goes on where its connection broke', async () => {
      const bucket = await newBucket(store)
      const bytes = randomBytes(objectBytes)
      const entry = await written(blobsOf(store), bucket, bytes)
      const proxy = await startCuttingProxy(store.endpoint, objectBytes / 3)
      try {
        const read = await blobsOf(store, { endpoint: proxy.endpoint }).read(entry)
        assert.ok((await buffer(read)).equals(bytes), 'every byte once')
        assert.ok(proxy.cutCount() >= 2, `cut ${proxy.cutCount()} times`)
      } finally {
        await proxy.close()
      }
    })

    test('an object replaced while a broken download is mended is refused', async () => {
      const bucket = await newBucket(store)
      const entry = await written(blobsOf(store), bucket, randomBytes(objectBytes))
      const proxy = await startCuttingProxy(store.endpoint, objectBytes / 3)
      try {
        const read = await blobsOf(store, { endpoint: proxy.endpoint }).read(entry)
        await written(blobsOf(store), bucket, randomBytes(objectBytes))
        await assert.rejects(buffer(read), { name: 'PreconditionFailed' })
      } finally {
        await proxy.close()
      }
    })

    test('a bucket that the role may not use is refused without asking', async () => {
      const blobs = blobsOf(store, { endpoint: 'http://127.0.0.1:1', mayUse: () => false })
      await assert.rejects(blobs.list({ bucket: 'any', key: '' }), BlobAccessDenied)
    })
  })
}
