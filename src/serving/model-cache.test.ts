/** The cache over real model files and real loading threads. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ringModel, writeModel } from '../../test/fixtures/data/model-files.ts'
import { ArtifactDamaged } from '../artifacts/reader.ts'
import { ModelCache } from './model-cache.ts'
import type { ArtifactReference } from './serving.ts'

const unbounded = 2 ** 40

describe('model cache', () => {
  let directory = ''
  const references: ArtifactReference[] = []
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-cache-'))
    for (const step of [1, 2, 3])
      references.push(await writeModel(directory, `ring-${step}`, ringModel('sequence-rules', { step })))
  })
  after(() => rm(directory, { recursive: true }))

  test('who asks while a model is loading waits for the same load', async () => {
    const cache = new ModelCache(directory, unbounded)
    const [first, second] = await Promise.all([cache.get(references[0]!), cache.get(references[0]!)])
    assert.equal(first, second)
    assert.equal(await cache.get(references[0]!), first)
    assert.equal(cache.byteCount, first.byteCount)
    assert.ok(first.byteCount > (await readFile(join(directory, references[0]!.file))).length)
  })

  test('past the bound the model unused for longest goes, and only as many as needed', async () => {
    const { byteCount } = await new ModelCache(directory, unbounded).get(references[0]!)
    const cache = new ModelCache(directory, byteCount * 2.5)
    const [one, two] = [await cache.get(references[0]!), await cache.get(references[1]!)]
    await cache.get(references[0]!)
    const three = await cache.get(references[2]!)
    assert.equal(await cache.get(references[0]!), one, 'used since, stays')
    assert.equal(await cache.get(references[2]!), three)
    assert.notEqual(await cache.get(references[1]!), two, 'pushed out, read again')
    assert.ok(cache.byteCount <= byteCount * 2.5)
  })

  test('a model whose file nothing names any more goes at once, while it is loading, too', async () => {
    const cache = new ModelCache(directory, unbounded)
    const [kept, former] = [await cache.get(references[0]!), await cache.get(references[1]!)]
    const loading = cache.get(references[2]!)
    cache.forget(references[1]!.file)
    cache.forget(references[2]!.file)
    await loading
    assert.equal(cache.byteCount, kept.byteCount)
    assert.equal(await cache.get(references[0]!), kept)
    assert.notEqual(await cache.get(references[1]!), former)
  })

  test('a model larger than the bound is held all the same, alone', async () => {
    const cache = new ModelCache(directory, 1)
    await cache.get(references[0]!)
    const second = await cache.get(references[1]!)
    assert.equal(cache.byteCount, second.byteCount)
  })

  test('a damaged file is refused to all who wait; once it is whole again it is read', async () => {
    const cache = new ModelCache(directory, unbounded)
    const reference = await writeModel(directory, 'hurt', ringModel('popularity'))
    const path = join(directory, reference.file)
    const whole = await readFile(path)
    await writeFile(path, whole.with(whole.length - 1, whole.at(-1)! ^ 1))
    const [first, second] = await Promise.allSettled([cache.get(reference), cache.get(reference)])
    for (const outcome of [first, second]) {
      assert.ok(outcome.status === 'rejected' && outcome.reason instanceof ArtifactDamaged)
      assert.match(outcome.reason.message, /hurt\.artifact: its content does not match its checksum/)
    }
    await writeFile(path, whole)
    assert.equal((await cache.get(reference)).model.kind, 'popularity')
  })

  test('a missing file and another model under the name are damage too, and do not hold up others', async () => {
    const cache = new ModelCache(directory, unbounded)
    const missing = cache.get({ ...references[0]!, file: 'models/none.artifact' })
    const other = cache.get({ ...references[0]!, checksum: references[1]!.checksum })
    const good = cache.get(references[1]!)
    await assert.rejects(missing, /none\.artifact: it is missing/)
    await assert.rejects(other, /the wanted model's is/)
    assert.equal((await good).model.kind, 'sequence-rules')
  })
})
