/**
 * A started server with a shop brought to it through the API: interactions imported and trained, a campaign that recommends and
 * one that ranks, then items and a filter with a value per request. Items come after the training, so that the model is that of
 * interactions; searches of sequence models are left out, since they would take the time of the whole bench. Models then
 * get vectors, and the server is started again with them.
 */

import { createWriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readArtifact } from '../../src/artifacts/reader.ts'
import { modelOf, type RecommenderModel } from '../../src/artifacts/recommender-artifact.ts'
import { shopCsv } from '../../src/demo/shop/shop-csv.ts'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { type Made, mainPath, type Step, settled } from '../../test/fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../../test/fixtures/server/server-process.ts'
import { addFilter } from './add-filter.ts'
import { addVectors } from './with-vectors.ts'

export interface ShopServer {
  readonly plan: ShopPlan
  readonly server: ServerProcess
  readonly made: Made
  readonly filterArn: string
  /** Of a campaign that ranks, where one was wished for. */
  readonly rankingArn: string | undefined
  /** Where the interactions lie. */
  readonly dataLocation: string
  /** Of what its campaigns answer from, the parts. */
  readonly model: string
}

/** Long enough for an import or a training of the largest shop. */
export const patienceMs = 600_000

const dataLocation = 's3://bench/interactions.csv'

async function writeShop(bucket: string, plan: ShopPlan): Promise<void> {
  await mkdir(bucket, { recursive: true })
  for (const name of ['interactions', 'items'] as const) {
    await pipeline(Readable.from(shopCsv(name, plan)), createWriteStream(join(bucket, `${name}.csv`)))
  }
}

async function take(server: ServerProcess, steps: readonly Step[], made: Made): Promise<Made> {
  const now = { ...made }
  for (const step of steps) {
    const arn = await step.create(server.personalize, now)
    now[step.name] = arn
    const startMs = performance.now()
    await settled(step.name, () => step.describe(server.personalize, arn), patienceMs)
    console.error(`${step.name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
  }
  return now
}

function described(model: RecommenderModel): string {
  const parts = model.kind === 'blend' ? model.params.parts : []
  const names = parts.map(({ part }) => ('dimension' in part ? `${part.name} (${part.dimension} wide)` : part.name))
  return `${model.items.size} items; ${names.join(', ')}`
}

async function anyModel(dataDirectory: string): Promise<string> {
  const folder = join(dataDirectory, 'models')
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.artifact'))
  return described(modelOf(await readArtifact(join(folder, files[0]!))))
}

export interface ShopWishes {
  readonly ranks: boolean
  /** Of the vectors that models get; 0: none. */
  readonly dimension: number
  /** Less memory than a training takes by default: closed forms cover fewer items and are quicker. */
  readonly trainingMemoryMb?: number
}

export async function startShop(
  plan: ShopPlan,
  { ranks, dimension, trainingMemoryMb }: ShopWishes,
): Promise<ShopServer> {
  const memory: Record<string, string> =
    trainingMemoryMb === undefined ? {} : { ATTUNE_TRAINING_MEMORY_MB: String(trainingMemoryMb) }
  const env = { ATTUNE_SEQUENCE_MINUTES: '0', ...memory }
  let server = await startServerProcess({ env })
  try {
    await writeShop(join(server.dataDirectory, 'buckets/bench'), plan)
    const made = await take(server, mainPath('bench', dataLocation, 'aws-user-personalization-v2'), {})
    const rankingSteps = mainPath('ranking', dataLocation, 'aws-personalized-ranking-v2').slice(4)
    const ranking = ranks ? await take(server, rankingSteps, made) : undefined
    const filterArn = await addFilter(server, made['dataset group']!, 's3://bench/items.csv')
    if (dimension > 0) {
      await server.stop()
      await addVectors(server.dataDirectory, dimension)
      server = await startServerProcess({ env, dataDirectory: server.dataDirectory })
    }
    const model = await anyModel(server.dataDirectory)
    return { plan, server, made, filterArn, rankingArn: ranking?.campaign, dataLocation, model }
  } catch (error) {
    await server.discard()
    throw error
  }
}
