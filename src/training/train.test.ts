/** Whole trainings in this process, from Parquet to a model file that is read back. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeRingSegment } from '../../test/fixtures/data/ring-segment.ts'
import { scoreCatalogue } from '../algorithms/blend/score.ts'
import { readArtifact } from '../artifacts/reader.ts'
import { modelOf, type RecommenderModel } from '../artifacts/recommender-artifact.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { topItems } from '../kernels/top-items.ts'
import { recipes } from '../recipes/catalogue.ts'
import { recipeArn } from '../recipes/recipe.ts'
import type { Progress } from '../storage/job-queue.ts'
import type { TrainingSearch } from './search/search.ts'
import { type TrainingSpec, train } from './train.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-train-'))
  await writeRingSegment(join(directory, 'ring.parquet'), { userCount: 100, length: 12 })
})
after(() => rm(directory, { recursive: true }))

const spec = (recipe: string, name: string, more: Partial<TrainingSpec> = {}): TrainingSpec => ({
  recipeArn: recipeArn(recipe),
  parameters: {},
  snapshot: {
    interactionFiles: [join(directory, 'ring.parquet')],
    itemFiles: [],
    eventRules: [],
    temporaryDirectory: join(directory, 'spill'),
    memoryMb: 128,
  },
  minimums: { interactions: 1000, users: 25, choosesEventTypes: false },
  isMeasured: true,
  seed: 1,
  means: { threadCount: 1, memoryMb: 1024, sequenceMinutes: 0 },
  artifactPath: join(directory, `${name}.artifact`),
  temporaryPath: join(directory, `${name}.partial`),
  ...more,
})

const trained = async (given: TrainingSpec): Promise<RecommenderModel> => {
  const { checksum } = await train(given, () => {})
  return modelOf(await readArtifact(given.artifactPath, checksum))
}

for (const { name } of recipes.filter(recipe => recipe.trainer !== undefined))
  test(`${name}: the same data and seed give the same bytes and metrics`, async () => {
    const [first, second] = [spec(name, `${name}-1`), spec(name, `${name}-2`)]
    const { metrics, ...result } = await train(first, () => {})
    assert.deepEqual(await train(second, () => {}), { metrics, ...result })
    assert.deepEqual(await readFile(first.artifactPath), await readFile(second.artifactPath))
    assert.deepEqual([result.interactionCount, result.userCount, result.itemCount], [1200, 100, 40])
    assert.equal(Object.keys(metrics).length, name === 'aws-trending-now' ? 9 : 8)
  })

test('a planted successor is learned, survives the file, and beats popularity', async () => {
  const given = spec('aws-user-personalization-v2', 'planted')
  const { metrics } = await train(given, () => {})
  const popular = await train(spec('aws-popularity-count', 'popular'), () => {})
  assert.ok(metrics.precision_at_5! > 2 * popular.metrics.precision_at_5!)
  const model = modelOf(await readArtifact(given.artifactPath))
  assert.equal(model.kind, 'blend')
  if (model.kind !== 'blend') return
  const scores = new Float32Array(model.items.size)
  const walked = [model.items.indexOf('item-8'), model.items.indexOf('item-9')]
  scoreCatalogue(model.params, walked, scores, new Float32Array(scores.length))
  const best = Array.from(
    topItems(
      scores,
      Uint32Array.from(scores, (_, at) => at),
      5,
    ),
    item => model.items.idAt(item),
  )
  assert.ok(best.includes('item-10'), best.join(' '))
  const user = model.users.indexOf('user-3')
  const history = model.histories.items.subarray(model.histories.offsets[user], model.histories.offsets[user + 1])
  assert.equal(model.items.idAt(history[0]!), 'item-21')
  assert.equal(history.length, 12)
})

test('choices that are given are trained with and not made again', async () => {
  const first = await train(spec('aws-user-personalization', 'chosen'), () => {})
  const choices = { ...first.choices, temperature: 0.123 }
  const notes: string[] = []
  const update = spec('aws-user-personalization', 'update', { isMeasured: false, choices })
  const { metrics, checksum } = await train(update, ({ note = '' }) => notes.push(note))
  assert.deepEqual(metrics, {})
  assert.ok(!notes.some(note => note.includes('held-out')))
  const model = modelOf(await readArtifact(update.artifactPath, checksum))
  assert.ok(model.kind === 'blend')
  assert.equal(model.params.temperature, 0.123)
  assert.deepEqual(model.origin.choices, choices)
})

test('event rules decide what is learned', async () => {
  const { snapshot, minimums } = spec('aws-sims', '')
  const bought = await trained(
    spec('aws-popularity-count', 'buys', {
      snapshot: { ...snapshot, eventRules: [{ eventType: 'buy', weight: 1 }] },
      minimums: { ...minimums, interactions: 100 },
    }),
  )
  assert.equal(bought.origin.interactionCount, 300)
  const rules = [
    { eventType: 'buy', weight: 1 },
    { eventType: 'view', weight: 0 },
  ]
  const given = spec('aws-user-personalization-v2', 'weights', {
    snapshot: { ...snapshot, eventRules: rules },
    meanEventWeight: 0.5,
  })
  const { metrics } = await train(given, () => {})
  assert.ok('normalized_discounted_cumulative_gain_with_event_weights_at_10' in metrics)
  const plain = await trained(spec('aws-user-personalization-v2', 'no-weights'))
  const weighted = modelOf(await readArtifact(given.artifactPath))
  assert.notDeepEqual(weighted, plain)
})

test('parameters change the model; those without a counterpart do not', async () => {
  const checksum = async (name: string, parameters: TrainingSpec['parameters']) =>
    (await train(spec('aws-user-personalization', name, { parameters }), () => {})).checksum
  const base = await checksum('base', {})
  assert.notEqual(await checksum('bptt', { algorithmHyperParameters: { bptt: '3' } }), base)
  assert.notEqual(await checksum('mask', { algorithmHyperParameters: { recency_mask: 'false' } }), base)
  assert.equal(await checksum('width', { algorithmHyperParameters: { hidden_dimension: '64' } }), base)
  const bias = { algorithmHyperParameters: { apply_recency_bias: 'false' } }
  const [biased, unbiased] = [spec('aws-user-personalization-v2', 'b1'), spec('aws-user-personalization-v2', 'b2')]
  const first = await train(biased, () => {})
  assert.notEqual((await train({ ...unbiased, parameters: bias }, () => {})).checksum, first.checksum)
})

test('too little data fail before any model is written, with the published texts', async () => {
  const failure = (minimums: Partial<TrainingSpec['minimums']>, text: string, more: Partial<TrainingSpec> = {}) => {
    const given = spec('aws-sims', 'none', more)
    return assert.rejects(
      train({ ...given, minimums: { ...given.minimums, ...minimums } }, () => {}),
      fault => fault instanceof JobFailure && fault.message === text,
    )
  }
  await failure({ interactions: 1201 }, 'Dataset has fewer than 1201 interactions')
  await failure(
    { coldItems: 1 },
    'Create failed. Dataset has fewer than 1 cold items: 0 have fewer than 1 interactions and are new enough.',
    {
      recipeArn: recipeArn('aws-hrnn-coldstart'),
      parameters: { featureTransformationParameters: { cold_start_max_interactions: '1' } },
    },
  )
  await failure({ users: 101 }, 'Create failed. Dataset has fewer than 101 users with at least 2 interactions each.')
  const { snapshot } = spec('aws-sims', '')
  await failure({ eventType: 'buy' }, 'Dataset has fewer than 1000 interactions after filtering by event type: buy', {
    snapshot: { ...snapshot, eventRules: [{ eventType: 'buy', weight: 1 }] },
  })
  await assert.rejects(readFile(spec('aws-sims', 'none').artifactPath), { code: 'ENOENT' })
})

test('memory that holds the interactions and no more is enough, less is refused before any model is written', async () => {
  const withMemory = (name: string, memoryMb: number): TrainingSpec => {
    const given = spec('aws-user-personalization-v2', name)
    return { ...given, means: { ...given.means, memoryMb } }
  }
  const tight = await trained(withMemory('tight', 1))
  assert.ok(tight.kind === 'blend')
  const refused = withMemory('refused', 0)
  await assert.rejects(
    train(refused, () => {}),
    fault => fault instanceof JobFailure && /takes some 1 MB and trainingMemoryMb is 0/.test(fault.message),
  )
  await assert.rejects(readFile(refused.artifactPath), { code: 'ENOENT' })
})

test('just enough data are enough', async () => {
  const minimums = { interactions: 1200, users: 100, choosesEventTypes: false }
  await train(spec('aws-sims', 'enough', { minimums }), () => {})
})

test('progress names the steps in order', async () => {
  const notes: Progress[] = []
  await train(spec('aws-sims', 'steps'), progress => notes.push(progress))
  const names = notes.map(({ note }) => note!.split(':')[0])
  assert.deepEqual([...new Set(names)], ['ids', 'interactions', 'split', 'evaluate', 'fit', 'write'])
  assert.ok(notes.every(({ done, total }) => done < total!))
})

const search = (spaces: TrainingSearch['spaces'], name: string): TrainingSearch => ({
  spaces,
  trialCount: 4,
  parallelCountMax: 2,
  metric: 'normalized_discounted_cumulative_gain_at_25',
  logPath: join(directory, `${name}.json`),
})

test('a search finds parameters, trains with them, and goes on where it was left', async () => {
  const space = {
    recipeArn: recipeArn('aws-sims'),
    fixed: { algorithmHyperParameters: { min_cointeraction_count: '1' } },
    dimensions: [{ name: 'popularity_discount_factor', kind: 'continuous', min: 0, max: 1 }],
    defaults: { popularity_discount_factor: '0.5' },
  } as const
  const given = spec('aws-sims', 'hpo', { search: search([space], 'hpo') })
  const notes: string[] = []
  const result = await train(given, ({ note = '' }) => notes.push(note))
  const factor = Number(result.found?.tuned.popularity_discount_factor)
  assert.ok(factor >= 0 && factor <= 1)
  assert.equal(result.found?.recipeArn, recipeArn('aws-sims'))
  assert.ok(notes.some(note => note.startsWith('search: trial 4 of 4 of aws-sims, best so far 0.')))
  const fixed = { algorithmHyperParameters: { min_cointeraction_count: '1', ...result.found?.tuned } }
  const plain = await train(spec('aws-sims', 'hpo-plain', { parameters: fixed }), () => {})
  assert.deepEqual([result.checksum, result.metrics], [plain.checksum, plain.metrics])
  const again: string[] = []
  assert.deepEqual(await train(given, ({ note = '' }) => again.push(note)), result)
  assert.ok(!again.some(note => note.includes('trial')), 'the trials are known')
})

test('a search over recipes takes the one that recommends best', async () => {
  const spaces = ['aws-popularity-count', 'aws-user-personalization-v2'].map(name => ({
    recipeArn: recipeArn(name),
    fixed: {},
    dimensions: [],
    defaults: {},
  }))
  const given = spec('aws-popularity-count', 'auto', { search: search(spaces, 'auto') })
  const { found, checksum } = await train(given, () => {})
  assert.deepEqual(found, { recipeArn: recipeArn('aws-user-personalization-v2'), tuned: {} })
  const model = modelOf(await readArtifact(given.artifactPath, checksum))
  assert.deepEqual([model.kind, model.origin.recipe], ['blend', 'aws-user-personalization-v2'])
})
