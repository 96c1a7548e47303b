/**
 * What the server answers a second, and how long single answers take: a started server process, a shop brought to it through
 * the API, and a load generator in a process of its own on the same machine. First 100,000 items, with histories of fifty
 * events, filters and rankings, idle and beside imports and trainings; then a million items; then memory. `node:http`
 * alone, in the same run, is the baseline.
 *
 *     node bench/server/main.ts [--users 20000] [--items 100000] [--interactions 1000000] [--dimension 64]
 *       [--large-items 1000000] [--large-users 20000] [--large-interactions 1000000] [--large-dimension 32]
 *       [--seconds 6] [--part small,calm,large,memory] [--calm-seconds 25] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { print, save, type Table } from '../report/results.ts'
import { memoryRows } from './memory.ts'
import { type ShopServer, startShop } from './shop-server.ts'
import { fullSpeeds, type Pace, singleSpeeds, steadySpeeds } from './speeds.ts'
import {
  describing,
  filtering,
  filteringAgain,
  filteringAnew,
  ranking,
  recommending,
  type Targets,
  targetsOf,
} from './targets.ts'
import { waits } from './waits.ts'

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '20000' },
    items: { type: 'string', default: '100000' },
    interactions: { type: 'string', default: '1000000' },
    dimension: { type: 'string', default: '64' },
    'large-items': { type: 'string', default: '1000000' },
    'large-users': { type: 'string', default: '20000' },
    'large-interactions': { type: 'string', default: '1000000' },
    'large-dimension': { type: 'string', default: '32' },
    seconds: { type: 'string', default: '6' },
    'calm-seconds': { type: 'string', default: '25' },
    part: { type: 'string', default: 'small,large,memory' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const toyPlan: ShopPlan = { userCount: 60, itemCount: 50, interactionCount: 1200, seed: 1 }
const smallPlan: ShopPlan = options.toy
  ? toyPlan
  : {
      userCount: Number(options.users),
      itemCount: Number(options.items),
      interactionCount: Number(options.interactions),
      seed: 1,
    }
const largePlan: ShopPlan = options.toy
  ? toyPlan
  : {
      userCount: Number(options['large-users']),
      itemCount: Number(options['large-items']),
      interactionCount: Number(options['large-interactions']),
      seed: 1,
    }
const pace: Pace = options.toy
  ? { seconds: 0.3, connectionCount: 2 }
  : { seconds: Number(options.seconds), connectionCount: 16 }
/** Thousands of requests in each state, or the slowest hundredth is a few of them. */
const calmPace: Pace = options.toy ? pace : { ...pace, seconds: Number(options['calm-seconds']) }
/** What the design asks for: so many answers a second, 99 of 100 under 10 ms. */
const wantedPerSecond = options.toy ? 100 : 1000
/** Far below what the server can do: times beside other work are to show waiting, not queueing. */
const calmPerSecond = options.toy ? 50 : 150
const memoryStep = options.toy ? 1000 : 250_000

const answering = [recommending, filtering, filteringAnew] as const
const steadyTimes = ['p50', 'p99', 'p99.9', 'max']
const models: string[] = []

async function smallShop(): Promise<readonly Table[]> {
  const shop = await startShop(smallPlan, { ranks: true, dimension: Number(options.dimension) })
  try {
    const targets = targetsOf(shop)
    models.push(shop.model)
    const { url } = shop.server
    const all = [describing, recommending, filtering, filteringAgain, ranking] as const
    return [
      {
        title: `Full speed, ${pace.connectionCount} connections; times in milliseconds`,
        columns: ['operation', 'requests/s', 'of node:http', 'p50', 'p90', 'p99', 'p99.9'],
        rows: await fullSpeeds(url, targets, all, pace),
      },
      {
        title: 'At a steady rate; times in milliseconds',
        columns: ['operation', 'requests', ...steadyTimes],
        rows: [
          ...(await steadySpeeds(url, targets, [...answering, filteringAgain], pace, wantedPerSecond)),
          ...(await steadySpeeds(url, targets, answering, pace, wantedPerSecond / 2)),
          ...(await steadySpeeds(url, targets, [ranking], pace, wantedPerSecond / 5)),
        ],
      },
      await calm(shop, targets),
    ]
  } finally {
    await shop.server.discard()
  }
}

const calm = async (shop: ShopServer, targets: Targets): Promise<Table> => ({
  title: `${calmPerSecond} requests a second of each; times in milliseconds`,
  columns: ['operation', 'seconds', 'requests', ...steadyTimes, 'p99 to idle'],
  rows: await waits(shop, targets, calmPace, calmPerSecond),
})

/** What `small` ends with, by itself. */
async function calmShop(): Promise<readonly Table[]> {
  const shop = await startShop(smallPlan, { ranks: false, dimension: Number(options.dimension) })
  try {
    models.push(shop.model)
    return [await calm(shop, targetsOf(shop))]
  } finally {
    await shop.server.discard()
  }
}

async function largeShop(): Promise<readonly Table[]> {
  const shop = await startShop(largePlan, {
    ranks: false,
    dimension: Number(options['large-dimension']),
    trainingMemoryMb: 1536,
  })
  try {
    models.push(shop.model)
    const names = [recommending, filtering, filteringAnew] as const
    return [
      {
        title: `${largePlan.itemCount} items, one request at a time; times in milliseconds`,
        columns: ['operation', 'requests', ...steadyTimes],
        rows: await singleSpeeds(shop.server.url, targetsOf(shop), names, pace.seconds),
      },
    ]
  } finally {
    await shop.server.discard()
  }
}

const memory = async (): Promise<readonly Table[]> => [
  { title: 'Memory of the server beside Node itself', ...(await memoryRows(memoryStep)) },
]

const parts = { small: smallShop, calm: calmShop, large: largeShop, memory } as const
const tables: Table[] = []
for (const [name, measure] of Object.entries(parts)) {
  if (options.part.split(',').includes(name)) tables.push(...(await measure()))
}
const results = {
  name: 'server',
  settings: {
    ...smallPlan,
    dimension: Number(options.dimension),
    connectionCount: pace.connectionCount,
    seconds: pace.seconds,
  },
  tables,
  notes: [
    'Server, load generator and the work in the background share the cores of one machine.',
    'Each request is of another user than those before it, but where the same users are said to ask again.',
    ...models.map(model => `Model: ${model}.`),
  ],
}
print(results)
const operations = tables.flatMap(({ rows }) => rows.map(([name]) => name))
console.log(`checksum ${operations.length} rows, every answer 200`)
if (options.save) await save(results)
