/** What every trainer learned is in its model file, to the last bit: a model that was saved and loaded scores as before. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ringHistories } from '../../algorithms/algorithms.contract.ts'
import { scoreCatalogue } from '../../algorithms/blend/score.ts'
import type { ItemFeatures } from '../../algorithms/item-features.ts'
import { encodeIds, IdTable } from '../../artifacts/id-table.ts'
import { readArtifact } from '../../artifacts/reader.ts'
import { contentOf, modelOf, type RecommenderModel } from '../../artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../artifacts/writer.ts'
import { recipes } from '../../recipes/catalogue.ts'
import { ParameterValues } from '../parameter-values.ts'
import { findTrainer } from './find-trainer.ts'
import type { FitContext } from './trainer.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-saved-'))
})
after(() => rm(directory, { recursive: true }))

/** Twelve items in a ring, and two more that nobody had: new ones, by their side of the ring. */
const ring = ringHistories(300, 7)
const itemCount = 14
const histories = { ...ring, itemCount }
const features: ItemFeatures = {
  itemCount,
  columns: [
    {
      ...({ kind: 'category', name: 'SIDE', valueCount: 2 } as const),
      offsets: Uint32Array.from({ length: itemCount + 1 }, (_, at) => at),
      codes: Uint32Array.from({ length: itemCount }, (_, item) => (item % 12 < 6 ? 0 : 1)),
    },
  ],
}
const context: FitContext = {
  seed: 1,
  means: { threadCount: 1, memoryMb: 1000, sequenceMinutes: 0 },
  features,
  objective: { values: Float64Array.from({ length: itemCount }, (_, item) => item), sensitivity: 'LOW' },
  note: () => undefined,
}
const idsOf = (count: number, of: string) =>
  new IdTable(encodeIds(Array.from({ length: count }, (_, at) => `${of}-${String(at).padStart(3, '0')}`)))

const scoresOf = (model: RecommenderModel, history: readonly number[]): Float32Array | undefined => {
  if (model.kind !== 'blend') return undefined
  const scores = new Float32Array(itemCount)
  scoreCatalogue(model.params, history, scores, new Float32Array(itemCount))
  return scores
}

for (const recipe of recipes.filter(({ trainer }) => trainer !== undefined))
  test(`${recipe.name}: a model that was saved and loaded is the one that was fitted`, async () => {
    const fitted = await findTrainer(recipe.trainer!).fit(histories, new ParameterValues(recipe, {}), context)
    const model = fitted.model({
      origin: { recipe: recipe.name, seed: 1, interactionCount: histories.items.length },
      users: idsOf(histories.userCount, 'user'),
      items: idsOf(itemCount, 'item'),
      histories,
    })
    const path = join(directory, `${recipe.name}.artifact`)
    const { checksum } = await writeArtifact(path, `${path}.partial`, contentOf(model))
    const loaded = modelOf(await readArtifact(path, checksum))
    assert.deepEqual(loaded.params, model.params)
    assert.deepEqual(loaded.items.encoded, model.items.encoded)
    for (const history of [[], [3], [0, 5, 6]]) assert.deepEqual(scoresOf(loaded, history), scoresOf(model, history))
    if (model.kind !== 'blend') return
    assert.ok(loaded.kind === 'blend' && model.facts?.newItems && model.facts.boosts)
    assert.deepEqual(loaded.facts, model.facts)
    assert.deepEqual(loaded.histories, model.histories)
    assert.deepEqual(loaded.users.encoded, model.users.encoded)
  })
