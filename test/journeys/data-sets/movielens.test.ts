/**
 * The main path on recorded data: MovieLens 100K and 1M, with items and users, through the SDK clients. The floors of the
 * metrics lie a little below what the closed forms reach on the documented split, so that a loss of accuracy is noticed.
 */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { schemaOfFields } from '../../fixtures/data/avro-schema.ts'
import { roleArn, settled } from '../../fixtures/server/main-path.ts'
import { repositoryRoot } from '../../fixtures/server/server-process.ts'
import { recipe, World } from '../../fixtures/server/world.ts'

const folder = join(process.env.ATTUNE_SHARED ?? join(repositoryRoot, '..', 'shared'), 'data')

const categorical = { categorical: true }

const schemas = {
  Interactions: schemaOfFields('Interactions', [
    ['USER_ID', 'string'],
    ['ITEM_ID', 'string'],
    ['TIMESTAMP', 'long'],
    ['EVENT_TYPE', 'string'],
    ['EVENT_VALUE', ['null', 'float']],
  ]),
  Items: schemaOfFields('Items', [
    ['ITEM_ID', 'string'],
    ['GENRES', ['null', 'string'], categorical],
    ['YEAR', ['null', 'int']],
  ]),
  Users: schemaOfFields('Users', [
    ['USER_ID', 'string'],
    ['GENDER', ['null', 'string'], categorical],
    ['OCCUPATION', ['null', 'string'], categorical],
  ]),
} as const

interface Floors {
  readonly set: string
  readonly ndcgAt10: number
  /** How much better than Popularity-Count, as a factor. */
  readonly overPopularity: number
}

const sets: readonly Floors[] = [
  { set: 'ml-100k', ndcgAt10: 0.15, overPopularity: 3 },
  { set: 'ml-1m', ndcgAt10: 0.2, overPopularity: 3 },
]

async function importAll(world: World, set: string, group: string): Promise<void> {
  const bucket = join(world.server.dataDirectory, 'buckets', set)
  await mkdir(bucket, { recursive: true })
  for (const [type, schema] of Object.entries(schemas)) {
    const file = `${type.toLowerCase()}.csv`
    await writeFile(join(bucket, file), gunzipSync(readFileSync(join(folder, set, `${file}.gz`))))
    const datasetArn = await world.dataset(group, type, schema)
    const { datasetImportJobArn } = await world.control.createDatasetImportJob({
      jobName: `${set}-${type}`,
      datasetArn,
      dataSource: { dataLocation: `s3://${set}/${file}` },
      roleArn,
    })
    await settled(
      `${set} ${type}`,
      async () => (await world.control.describeDatasetImportJob({ datasetImportJobArn })).datasetImportJob,
    )
  }
}

for (const { set, ndcgAt10, overPopularity } of sets) {
  const skip = existsSync(join(folder, set)) ? false : `no ${set} in ${folder}; ATTUNE_SHARED can name the place`

  // The test is what is skipped: a run in which nothing but an empty suite was met counts as failed.
  test(`${set}: from CSV to personal answers that beat popularity`, { skip }, async context => {
    const world = await World.start('--sequence-minutes', '0')
    context.after(() => world.end())
    const group = await world.group()
    await importAll(world, set, group)
    const metricsOf = async (name: string) => {
      const solutionVersionArn = await world.version(await world.solution({ recipeArn: recipe(name) }, group))
      const { metrics = {} } = await world.control.getSolutionMetrics({ solutionVersionArn })
      return { solutionVersionArn, ndcg: metrics.normalized_discounted_cumulative_gain_at_10 ?? 0 }
    }
    const popular = await metricsOf('popularity-count')
    const personal = await metricsOf('user-personalization-v2')
    assert.ok(personal.ndcg >= ndcgAt10, `NDCG@10 ${personal.ndcg}`)
    assert.ok(personal.ndcg >= popular.ndcg * overPopularity, `${personal.ndcg} against ${popular.ndcg}`)
    const campaignArn = await world.campaign(personal.solutionVersionArn)
    const ask = async (userId: string) => (await world.runtime.getRecommendations({ campaignArn, userId })).itemList
    assert.notDeepEqual(await ask('1'), await ask('2'), 'two users, two lists')
    assert.equal((await ask('1'))?.length, 25)
  })
}
