/** The contract of the port on folders, and what is theirs alone: no key and no link leads out of its bucket. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { blobsContract } from '../blobs.contract.ts'
import { BlobAccessDenied } from '../blobs.ts'
import { FolderBlobs } from './folder-blobs.ts'

const bucket = 'shop'

async function openTemporary(mayUse?: (name: string) => boolean) {
  const directory = await mkdtemp(join(tmpdir(), 'attune-blobs-'))
  await mkdir(join(directory, 'buckets', bucket), { recursive: true })
  await writeFile(join(directory, 'secret.csv'), 'secret')
  const blobs = new FolderBlobs(join(directory, 'buckets'), mayUse)
  return { blobs, bucket, directory, close: () => rm(directory, { recursive: true }) }
}

type World = Awaited<ReturnType<typeof openTemporary>>

async function inWorld(work: (world: World) => Promise<void>, mayUse?: (name: string) => boolean): Promise<void> {
  const world = await openTemporary(mayUse)
  try {
    await work(world)
  } finally {
    await world.close()
  }
}

blobsContract('folders', () => openTemporary())

async function refuses({ blobs }: World, location: { bucket: string; key: string }): Promise<void> {
  const what = JSON.stringify(location)
  await assert.rejects(blobs.list(location), BlobAccessDenied, `list ${what}`)
  await assert.rejects(blobs.read({ ...location, byteCount: 1 }), BlobAccessDenied, `read ${what}`)
  await assert.rejects(blobs.write(location, Buffer.from('1')), BlobAccessDenied, `write ${what}`)
}

test('no key and no bucket name leaves the bucket', () =>
  inWorld(async world => {
    for (const key of ['../../secret.csv', 'a/../../../secret.csv', '..', 'a/..', '\0', 'a\0.csv']) {
      await refuses(world, { bucket, key })
    }
    for (const name of ['..', '.', '../..', 'shop/..', '']) await refuses(world, { bucket: name, key: 'secret.csv' })
  }))

test('an absolute key stays below its bucket', () =>
  inWorld(async ({ blobs, directory }) => {
    await blobs.write({ bucket, key: join(directory, 'secret.csv') }, Buffer.from('harmless'))
    assert.equal(await readFile(join(directory, 'secret.csv'), 'utf8'), 'secret')
    assert.deepEqual(await blobs.list({ bucket, key: '/etc/passwd' }), [])
  }))

test('a link that leads out of the bucket is refused, for reading, for listing and for writing', () =>
  inWorld(async world => {
    const inside = join(world.directory, 'buckets', bucket)
    await symlink(join(world.directory, 'secret.csv'), join(inside, 'link.csv'))
    await symlink(world.directory, join(inside, 'outside'))
    await symlink(join(world.directory, 'made-by-write.csv'), join(inside, 'dangling.csv'))
    await refuses(world, { bucket, key: 'link.csv' })
    await refuses(world, { bucket, key: 'outside/secret.csv' })
    await assert.rejects(world.blobs.write({ bucket, key: 'outside/new/file.csv' }, Buffer.from('1')), BlobAccessDenied)
    await assert.rejects(world.blobs.write({ bucket, key: 'dangling.csv' }, Buffer.from('1')), BlobAccessDenied)
    await assert.rejects(world.blobs.list({ bucket, key: '' }), BlobAccessDenied)
    assert.deepEqual((await readdir(world.directory)).sort(), ['buckets', 'secret.csv'])
    assert.equal(await readFile(join(world.directory, 'secret.csv'), 'utf8'), 'secret')
  }))

test('a link inside the bucket is followed', () =>
  inWorld(async ({ blobs, directory }) => {
    await blobs.write({ bucket, key: 'one.csv' }, Buffer.from('one'))
    await symlink('one.csv', join(directory, 'buckets', bucket, 'two.csv'))
    assert.deepEqual(await blobs.list({ bucket, key: 'two.csv' }), [{ bucket, key: 'two.csv', byteCount: 3 }])
  }))

test('a bucket that the role may not use looks like none', () =>
  inWorld(
    world => refuses(world, { bucket, key: 'one.csv' }),
    name => name !== bucket,
  ))
