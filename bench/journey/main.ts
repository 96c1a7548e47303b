/**
 * From an empty server to the first recommendation, through the SDK clients, and how long each step took.
 *
 *     node bench/journey/main.ts [--data DIR] [--sets shop,ml-100k,ml-1m] [--recipe user-personalization-v2] [--toy] [--save]
 */

import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultPlan, type ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { roleArn, settled } from '../../test/fixtures/server/main-path.ts'
import { repositoryRoot } from '../../test/fixtures/server/server-process.ts'
import { recipe, World } from '../../test/fixtures/server/world.ts'
import { print, save } from '../report/results.ts'
import { type DataFile, type DataSet, movieLens, shopOf } from './sets.ts'

const { values: options } = parseArgs({
  options: {
    data: {
      type: 'string',
      default: join(process.env.ATTUNE_SHARED ?? join(repositoryRoot, '..', 'shared'), 'data'),
    },
    sets: { type: 'string', default: 'shop,ml-100k,ml-1m' },
    recipe: { type: 'string', default: 'user-personalization-v2' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const shop: ShopPlan = options.toy ? { userCount: 60, itemCount: 50, interactionCount: 1200, seed: 1 } : defaultPlan

function setNamed(name: string): DataSet | undefined {
  if (name === 'shop') return shopOf(name, shop)
  return existsSync(join(options.data, name)) ? movieLens(options.data, name) : undefined
}

/** Times of the steps in the order they were taken, in milliseconds. */
class Stopwatch {
  readonly steps = new Map<string, number>()

  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now()
    const result = await work()
    this.steps.set(step, performance.now() - startMs)
    return result
  }
}

async function importFile(world: World, group: string, { name }: DataSet, file: DataFile): Promise<void> {
  const { datasetType, schema } = file
  const datasetArn = await world.dataset(group, datasetType, schema)
  const { datasetImportJobArn } = await world.control.createDatasetImportJob({
    jobName: `${name}-${datasetType}`,
    datasetArn,
    dataSource: { dataLocation: `s3://${name}/${datasetType}.csv` },
    roleArn,
  })
  const describe = () => world.control.describeDatasetImportJob({ datasetImportJobArn })
  await settled(datasetType, async () => (await describe()).datasetImportJob, 600_000)
}

async function journey(set: DataSet) {
  const watch = new Stopwatch()
  const world = await watch.time('server start', () => World.start())
  try {
    const bucket = join(world.server.dataDirectory, 'buckets', set.name)
    await mkdir(bucket, { recursive: true })
    for (const file of set.files) await file.write(join(bucket, `${file.datasetType}.csv`))
    const group = await watch.time('dataset group', () => world.group())
    for (const file of set.files)
      await watch.time(`import ${file.datasetType}`, () => importFile(world, group, set, file))
    const recipeArn = recipe(options.recipe)
    const solution = await watch.time('solution', () => world.solution({ recipeArn }, group))
    const solutionVersionArn = await watch.time('solution version', () => world.version(solution))
    const { metrics } = await world.control.getSolutionMetrics({ solutionVersionArn })
    const campaignArn = await watch.time('campaign', () => world.campaign(solutionVersionArn))
    const ask = () => world.runtime.getRecommendations({ campaignArn, userId: set.userId })
    const { itemList = [] } = await watch.time('first answer', ask)
    await watch.time('second answer', ask)
    return { set, steps: watch.steps, metrics, best: itemList[0]?.itemId ?? 'nothing' }
  } finally {
    await world.end()
  }
}

const steps = [
  'server start',
  'dataset group',
  'import Interactions',
  'import Items',
  'import Users',
  'solution',
  'solution version',
  'campaign',
  'first answer',
  'second answer',
]

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : (ms / 1000).toFixed(3))
const names = options.toy ? ['shop'] : options.sets.split(',')
const journeys: Awaited<ReturnType<typeof journey>>[] = []
for (const name of names) {
  const set = setNamed(name)
  if (set) journeys.push(await journey(set))
  else console.log(`no ${name} in ${options.data}; left out`)
}
const totals = journeys.map(({ steps }) => seconds([...steps.values()].reduce((sum, ms) => sum + ms, 0)))
const ndcg = 'normalized_discounted_cumulative_gain_at_10'
const results = {
  name: 'journey',
  settings: { recipe: options.recipe, ...shop },
  tables: [
    {
      title: 'From an empty server to the first recommendation, in seconds',
      columns: ['step', ...journeys.map(({ set }) => set.name)],
      rows: [
        ...steps.map(step => [step, ...journeys.map(one => seconds(one.steps.get(step)))]),
        ['all steps', ...totals],
        [ndcg, ...journeys.map(({ metrics }) => metrics?.[ndcg] ?? '–')],
      ],
    },
  ],
  notes: ['Waiting includes polling every 25 ms, as a client would.'],
}
print(results)
console.log(`checksum ${journeys.map(({ set, best }) => `${set.name} ${best}`).join(', ')}`)
if (options.save) await save(results)
