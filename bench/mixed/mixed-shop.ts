/**
 * What the mixed run works on, made through the API: a shop with items and users, two versions of one solution for a
 * campaign to go to and fro between, a ranking, a tracker, and filters that stay.
 */

import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { interactionsOf } from '../../src/demo/shop/interactions.ts'
import { shopCsv, shopSchemas } from '../../src/demo/shop/shop-csv.ts'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { roleArn, settled } from '../../test/fixtures/server/main-path.ts'
import { tracker } from '../../test/fixtures/server/streams.ts'
import { recipe, type World } from '../../test/fixtures/server/world.ts'

export interface MixedShop {
  readonly plan: ShopPlan
  readonly datasetGroupArn: string
  readonly itemsArn: string
  readonly usersArn: string
  readonly trackingId: string
  readonly versions: readonly [string, string]
  readonly campaignArn: string
  readonly rankingArn: string
  /** At most $MAX, and not bought. */
  readonly affordableArn: string
  /** At least $MIN. */
  readonly dearArn: string
}

/** Other work on the machine may hold up an import or a training. */
const patienceMs = 1_200_000

/** With a context, and without what was shown: that comes with the events of the run. */
const interactionsSchema = shopSchemas.interactions.replace('"IMPRESSION"', '"DEVICE"')

export const devices = ['phone', 'tablet', 'desk'] as const

function* interactionLines(plan: ShopPlan): Generator<string> {
  yield 'USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,DEVICE\n'
  let at = 0
  for (const { userId, itemId, timestamp, eventType } of interactionsOf(plan))
    yield `${userId},${itemId},${timestamp},${eventType},${devices[at++ % devices.length]}\n`
}

async function filledDataset(world: World, group: string, type: string, schema: string, lines: Iterable<string>) {
  const datasetArn = await world.dataset(group, type, schema)
  const name = type.toLowerCase()
  const file = join(world.server.dataDirectory, 'buckets', 'mixed', `${name}.csv`)
  await mkdir(dirname(file), { recursive: true })
  await pipeline(Readable.from(lines), createWriteStream(file))
  const dataSource = { dataLocation: `s3://mixed/${name}.csv` }
  const { datasetImportJobArn } = await world.control.createDatasetImportJob({
    ...{ jobName: name, datasetArn, dataSource, roleArn },
  })
  const describe = () => world.control.describeDatasetImportJob({ datasetImportJobArn })
  await settled(`import of ${name}`, async () => (await describe()).datasetImportJob, patienceMs)
  return datasetArn
}

async function trained({ control }: World, solutionArn: string): Promise<string> {
  const { solutionVersionArn = '' } = await control.createSolutionVersion({ solutionArn })
  const describe = () => control.describeSolutionVersion({ solutionVersionArn })
  await settled('version', async () => (await describe()).solutionVersion, patienceMs)
  return solutionVersionArn
}

export async function openMixedShop(world: World, plan: ShopPlan): Promise<MixedShop> {
  const datasetGroupArn = await world.group()
  const fill = (type: string, schema: string, lines: Iterable<string>) =>
    filledDataset(world, datasetGroupArn, type, schema, lines)
  await fill('Interactions', interactionsSchema, interactionLines(plan))
  const itemsArn = await fill('Items', shopSchemas.items, shopCsv('items', plan))
  const usersArn = await fill('Users', shopSchemas.users, shopCsv('users', plan))
  const trackingId = await tracker(world, datasetGroupArn)
  const solution = await world.solution({ recipeArn: recipe('user-personalization-v2') }, datasetGroupArn)
  const versions = [await trained(world, solution), await trained(world, solution)] as const
  const ranking = await world.solution({ recipeArn: recipe('personalized-ranking-v2') }, datasetGroupArn)
  const ofItems = (condition: string) => world.filter(datasetGroupArn, `INCLUDE ItemID WHERE ${condition}`)
  return {
    ...{ plan, datasetGroupArn, itemsArn, usersArn, trackingId, versions },
    campaignArn: await world.campaign(versions[0], { enableMetadataWithRecommendations: true }),
    rankingArn: await world.campaign(await trained(world, ranking)),
    affordableArn: await ofItems('Items.PRICE <= $MAX | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("purchase")'),
    dearArn: await ofItems('Items.PRICE >= $MIN'),
  }
}
