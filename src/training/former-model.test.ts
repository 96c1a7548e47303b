/** What an update goes on from, read from a model file. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { layoutOf } from '../algorithms/sequence-model/layout.ts'
import { encodeIds, IdTable } from '../artifacts/id-table.ts'
import { type BlendModel, contentOf } from '../artifacts/recommender-artifact.ts'
import { writeArtifact } from '../artifacts/writer.ts'
import { startFromModel } from './former-model.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-former-'))
})
after(() => rm(directory, { recursive: true }))

const shape = {
  ...{ itemCount: 3, dimension: 4, blockCount: 1, headCount: 1, hiddenWidth: 8, lengthMax: 3 },
  hasDistanceBiases: false,
}
const params = { shape, weights: new Float32Array(layoutOf(shape).length).fill(0.5), logPrior: new Float32Array(3) }

async function written(name: string, parts: BlendModel['params']['parts']) {
  const path = join(directory, name)
  const model: BlendModel = {
    kind: 'blend',
    origin: { recipe: 'aws-user-personalization-v2', seed: 1, interactionCount: 3 },
    items: new IdTable(encodeIds(['b', 'c', 'd'])),
    users: new IdTable(encodeIds(['u'])),
    histories: { offsets: Uint32Array.of(0, 0), items: new Uint32Array(0) },
    params: { parts, repeatOffset: 0, temperature: 1, cold: new Float32Array(3) },
  }
  const { checksum } = await writeArtifact(path, `${path}.partial`, contentOf(model))
  return { path, checksum }
}

const used = { sequence: { isUsed: true } }
const items = encodeIds(['a', 'b', 'd'])

test('the sequence model, and where its items are now', async () => {
  const part = { name: 'sequence', shape: 'sequence', params } as const
  const former = await written('with.artifact', [{ weight: 1, part }])
  const start = await startFromModel(former, used, items)
  assert.deepEqual(start?.params.weights, params.weights)
  assert.deepEqual(start?.formerItems, Int32Array.of(-1, 0, 2))
  assert.equal(await startFromModel(former, { sequence: { isUsed: false } }, items), undefined)
})

test('nothing where the version had none, or is gone', async () => {
  const part = { name: 'prior', shape: 'prior', scores: new Float32Array(3) } as const
  const former = await written('without.artifact', [{ weight: 1, part }])
  assert.equal(await startFromModel(former, used, items), undefined)
  assert.equal(await startFromModel({ ...former, path: join(directory, 'gone') }, used, items), undefined)
})
