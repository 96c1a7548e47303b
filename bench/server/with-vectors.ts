/**
 * Gives the models of a stopped server vectors beside what training gave them: noise, one vector of each item as it is
 * asked with and one as it is found by. Whether a training of the shop finds vectors worth their place is chance, and with
 * them every answer costs a search over all items, which is what is to be measured.
 */

import { join } from 'node:path'
import { readArtifact } from '../../src/artifacts/reader.ts'
import { contentOf, modelOf, type RecommenderModel } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import type { ArtifactReference } from '../../src/serving/serving.ts'
import type { ResourceRecord } from '../../src/storage/records.ts'
import { openSqlite } from '../../src/storage/sqlite/open-sqlite.ts'

/** Beside parts of weights up to 1: enough to change every answer. */
const weight = 0.3

const noise = (random: Random, count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, () => random.next() + random.next() + random.next() - 1.5)

export function withVectors(model: RecommenderModel, dimension: number): RecommenderModel {
  if (model.kind !== 'blend') throw new Error(`a ${model.kind} model has no parts`)
  const random = seededRandom(1)
  const inputs = noise(random, model.items.size * dimension)
  const outputs = noise(random, model.items.size * dimension)
  const form = { window: 50, decay: 0.9 }
  const part = { name: 'vectors', shape: 'factors', dimension, inputs, outputs, form } as const
  return { ...model, params: { ...model.params, parts: [...model.params.parts, { part, weight }] } }
}

async function rewritten(dataDirectory: string, record: ResourceRecord, dimension: number): Promise<ResourceRecord> {
  const { file } = record.body.artifact as ArtifactReference
  const path = join(dataDirectory, file)
  const model = withVectors(modelOf(await readArtifact(path)), dimension)
  const { checksum } = await writeArtifact(path, `${path}.partial`, contentOf(model))
  return { ...record, body: { ...record.body, artifact: { file, checksum } } }
}

export async function addVectors(dataDirectory: string, dimension: number): Promise<void> {
  const store = await openSqlite(dataDirectory)
  try {
    for (const { arn } of await store.records.everyOne('solution-version')) {
      await store.records.transact(async read => {
        const record = await rewritten(dataDirectory, (await read.get(arn))!, dimension)
        return { changes: [{ type: 'update', record }], result: undefined }
      })
    }
  } finally {
    await store.close()
  }
}
