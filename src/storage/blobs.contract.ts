/** What every adapter of the `blobs` port must do. An adapter's test calls this with a way to open an empty bucket. */

import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { BlobAccessDenied, type Blobs } from './blobs.ts'

export interface OpenedBlobs {
  readonly blobs: Blobs
  /** Exists and is empty. */
  readonly bucket: string
  close(): Promise<void>
}

const keysOf = async (blobs: Blobs, bucket: string, key: string): Promise<readonly string[]> =>
  (await blobs.list({ bucket, key })).map(entry => entry.key)

export function blobsContract(name: string, open: () => Promise<OpenedBlobs>): void {
  const opened = (title: string, work: (opened: OpenedBlobs) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const world = await open()
      try {
        await work(world)
      } finally {
        await world.close()
      }
    })

  opened('gives back what was written, whole and from any offset', async ({ blobs, bucket }) => {
    const bytes = Buffer.from('a,b\n1,"zwei – ü"\n')
    await blobs.write({ bucket, key: 'one.csv' }, Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]))
    const [entry] = await blobs.list({ bucket, key: 'one.csv' })
    assert.deepEqual(entry, { bucket, key: 'one.csv', byteCount: bytes.length })
    for (const offset of [0, 1, bytes.length - 1]) {
      assert.deepEqual(await buffer(await blobs.read(entry, offset)), bytes.subarray(offset), `from ${offset}`)
    }
  })

  opened('replaces an object that is written again', async ({ blobs, bucket }) => {
    await blobs.write({ bucket, key: 'one.csv' }, Buffer.from('long before'))
    await blobs.write({ bucket, key: 'one.csv' }, Buffer.from('now'))
    const [entry] = await blobs.list({ bucket, key: 'one.csv' })
    assert.equal(entry?.byteCount, 3)
  })

  opened('lists the first level of a folder in key order, with or without its slash', async ({ blobs, bucket }) => {
    const keys = ['f/b.csv', 'f/a (1+2) ü.csv', 'f/deep/c.csv', 'fg/other.csv', 'top.csv']
    for (const key of keys) await blobs.write({ bucket, key }, Buffer.from(key))
    const first = ['f/a (1+2) ü.csv', 'f/b.csv']
    assert.deepEqual(await keysOf(blobs, bucket, 'f/'), first)
    assert.deepEqual(await keysOf(blobs, bucket, 'f'), first)
    assert.deepEqual(await keysOf(blobs, bucket, ''), ['top.csv'])
  })

  opened('lists nothing where nothing is', async ({ blobs, bucket }) => {
    await blobs.write({ bucket, key: 'one.csv' }, Buffer.from('1'))
    for (const key of ['none.csv', 'none/', 'one.cs', 'one.csv/', 'one.csv/two']) {
      assert.deepEqual(await keysOf(blobs, bucket, key), [], key)
    }
  })

  opened('refuses a bucket that is not there', async ({ blobs, bucket }) => {
    const elsewhere = { bucket: `${bucket}-elsewhere`, key: 'one.csv' }
    await assert.rejects(blobs.list(elsewhere), BlobAccessDenied)
    await assert.rejects(blobs.read({ ...elsewhere, byteCount: 1 }), BlobAccessDenied)
    await assert.rejects(blobs.write(elsewhere, Buffer.from('1')), BlobAccessDenied)
  })
}
