/**
 * Half an hour of everything at once: requests with filters, contexts and promotions, events, items and users, filters
 * that come and go, a campaign that goes to and fro between versions, and updates of the deployed version. Every answer is
 * checked; memory is read while the lanes rest; in the end the server is killed and what it stored is compared with what
 * it acknowledged.
 *
 *     node bench/mixed/main.ts [--minutes 30] [--items 5000] [--users 5000] [--interactions 300000] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import { seededRandom } from '../../src/base/random.ts'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { settled } from '../../test/fixtures/server/main-path.ts'
import { startServerProcess } from '../../test/fixtures/server/server-process.ts'
import { signedGet } from '../../test/fixtures/server/signed-get.ts'
import { eventsClient } from '../../test/fixtures/server/streams.ts'
import { World } from '../../test/fixtures/server/world.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { Ledger } from './ledger.ts'
import { openMixedShop } from './mixed-shop.ts'
import { Reader } from './readers.ts'
import { byQuarter, inspected, type Memory, memoryOf } from './server-memory.ts'
import { Shift } from './shift.ts'
import { lastImported, Writer } from './writers.ts'

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    items: { type: 'string', default: '5000' },
    users: { type: 'string', default: '5000' },
    interactions: { type: 'string', default: '300000' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const seed = 1
const plan: ShopPlan = options.toy
  ? { userCount: 60, itemCount: 200, interactionCount: 2000, seed }
  : {
      userCount: Number(options.users),
      itemCount: Number(options.items),
      interactionCount: Number(options.interactions),
      seed,
    }
const runMs = options.toy ? 4000 : Number(options.minutes) * 60_000
const sampleCount = options.toy ? 4 : 24
/** Per second and lane. Far from what the server can do: this is about what stays behind, not about speed. */
const rates = {
  requests: 25,
  PutEvents: 5,
  PutItems: 2,
  PutUsers: 2,
  'a filter made, used, deleted': 0.5,
  UpdateCampaign: 0.1,
}
const laneCounts: Partial<Record<keyof typeof rates, number>> = { requests: 4, PutEvents: 2 }
const flags = [
  '--quotas',
  'unlimited',
  '--delete-delay-ms',
  '0',
  '--update-interval-ms',
  '60000',
  '--sequence-minutes',
  '0',
]

let world = new World(await startServerProcess({ flags, env: inspected }))
let events = eventsClient(world)
const endClients = (): void => {
  for (const client of [events, world.control, world.runtime]) client.destroy()
}

async function idle(): Promise<void> {
  const isRunning = async () => {
    const { body } = await signedGet(world.server, '/attune/jobs')
    return (body.jobs as readonly { state: string }[]).some(({ state }) => state === 'running')
  }
  while (await isRunning()) await new Promise(resolve => setTimeout(resolve, 50))
}

const shop = await openMixedShop(world, plan).catch(async error => {
  await world.server.discard()
  throw error
})
const ledger = new Ledger()
const shift = new Shift()
const writer: Writer = new Writer({
  ...{ shop, ledger, random: seededRandom(seed), events: () => events },
  shownTo: userId => reader.shownTo(userId),
})
const reader: Reader = new Reader({
  ...{ shop, ledger, random: seededRandom(seed + 1), runtime: () => world.runtime },
  ...{ anyUser: () => writer.anyUser(), anyItem: () => writer.anyItem() },
})

async function putEvents(): Promise<void> {
  const { userId, boughtIds } = await writer.putEvents()
  if (boughtIds.length > 0) await reader.checkBought(userId, boughtIds)
}

async function comeAndGo(): Promise<void> {
  const expression = `INCLUDE ItemID WHERE Items.CATEGORY IN ($OF) AND Items.PRICE < ${100 + ((shift.counts.get('requests') ?? 0) % 100)}`
  const filterArn = await world.filter(shop.datasetGroupArn, expression)
  await reader.askWith(filterArn, { OF: '"Camping","Yoga","Games"' })
  await world.control.deleteFilter({ filterArn })
}

let switched = 0
async function updateCampaign(): Promise<void> {
  const { campaignArn } = shop
  const solutionVersionArn = shop.versions[++switched % 2] as string
  await world.control.updateCampaign({ campaignArn, solutionVersionArn })
  const describe = async () => (await world.control.describeCampaign({ campaignArn })).campaign
  await settled('update', async () => (await describe())?.latestCampaignUpdate)
  const now = await describe()
  if (now?.solutionVersionArn !== solutionVersionArn) throw new Error(`the campaign serves ${now?.solutionVersionArn}`)
}

const steps: Record<keyof typeof rates, () => Promise<void>> = {
  requests: () => reader.ask(),
  PutEvents: putEvents,
  PutItems: () => writer.putItems(),
  PutUsers: () => writer.putUsers(),
  'a filter made, used, deleted': comeAndGo,
  UpdateCampaign: updateCampaign,
}

const lanes = (Object.keys(rates) as (keyof typeof rates)[]).flatMap(name =>
  Array.from({ length: laneCounts[name] ?? 1 }, () => shift.lane(name, rates[name], steps[name])),
)

interface Sample extends Memory {
  readonly minutes: number
  readonly eventCount: number
}

/** One in the middle of each of as many equal parts of the run. */
async function watch(): Promise<readonly Sample[]> {
  const startMs = performance.now()
  const samples: Sample[] = []
  for (let at = 0; at < sampleCount; at++) {
    const dueMs = startMs + ((at + 0.5) * runMs) / sampleCount
    await new Promise(resolve => setTimeout(resolve, Math.max(0, dueMs - performance.now())))
    const memory = await shift.while(async () => {
      await idle()
      return memoryOf(world.server)
    })
    samples.push({ ...memory, minutes: (performance.now() - startMs) / 60_000, eventCount: ledger.eventCount })
  }
  await new Promise(resolve => setTimeout(resolve, Math.max(0, startMs + runMs - performance.now())))
  return samples
}

/** Under load; what is on its way may be there or not. Then the next server takes over, and is asked once more. */
async function killAndComeBack(): Promise<void> {
  shift.isForgiving = true
  await world.server.kill()
  shift.end()
  await Promise.all(lanes)
  endClients()
  world = new World(await startServerProcess({ dataDirectory: world.server.dataDirectory, flags }))
  events = eventsClient(world)
  for (let count = 0; count < 20; count++) {
    await putEvents()
    await reader.ask()
  }
}

const oneDecimal = (value: number): string => value.toFixed(1)

function results(samples: readonly Sample[], found: Readonly<Record<string, number>>) {
  const row = ({ residentMb, heapMb, arraysMb }: Memory) => [residentMb, heapMb, arraysMb].map(oneDecimal)
  const [, second, , last] = byQuarter(samples)
  const { p50, p99, max } = percentilesOf(Float64Array.from(reader.latenciesMs))
  const columns = ['resident MB', 'heap MB', 'arrays MB']
  return {
    name: 'mixed',
    settings: { ...plan, minutes: runMs / 60_000, sampleCount },
    tables: [
      {
        title: 'What was done',
        columns: ['', 'count'],
        rows: [...shift.counts, ['errors and wrong answers', shift.failures.length] as const],
      },
      {
        title: 'Memory of the server, garbage collected, the lanes resting; medians of the quarters',
        columns: ['', ...columns],
        rows: [
          ...byQuarter(samples).map((quarter, at) => [`quarter ${at + 1}`, ...row(quarter)]),
          growthOf(second!, last!),
        ],
      },
      {
        title: 'What the data directory holds after kill -9, a restart and a stop',
        columns: ['', 'count'],
        rows: Object.entries(found),
      },
      {
        title: 'GetRecommendations as the client saw it, milliseconds',
        columns: ['p50', 'p99', 'max'],
        rows: [[p50, p99, max].map(milliseconds)],
      },
    ],
    notes: [
      `${samples.at(-1)!.eventCount - samples[0]!.eventCount} events came between the first and the last sample; a profile keeps each in about 220 bytes until it is loaded anew.`,
      'The latest 50,000 answers and the best of some thousand histories a model are remembered, packed: until there are as many, arrays grow.',
      'A client on the same machine that checks every answer: times are no measure of the server.',
    ],
  }
}

const growthOf = (second: Memory, last: Memory): string[] => {
  const share = (name: keyof Memory): string => `${((100 * last[name]) / second[name] - 100).toFixed(1)} %`
  return ['from the second to the last', share('residentMb'), share('heapMb'), share('arraysMb')]
}

/** By which the run is judged; each must be zero. */
const faults = [
  'events found twice',
  'events found that nobody sent',
  'events a training sees less',
  'items other than put last',
  'users other than put last',
]

try {
  const samples = await watch()
  await killAndComeBack()
  endClients()
  const code = await world.server.stop()
  if (code !== 0) throw new Error(`the server stopped with ${code}: ${world.server.stderr()}`)
  const found: Record<string, number> = await ledger.compare(
    world.server.dataDirectory,
    shop.datasetGroupArn,
    lastImported,
  )
  const made = results(samples, found)
  print(made)
  for (const failure of shift.failures.slice(0, 20)) console.error(failure)
  const lost = (found['events acknowledged'] ?? 0) - (found['events found of these'] ?? 0)
  const isSound = lost === 0 && faults.every(name => found[name] === 0) && shift.failures.length === 0
  console.log(isSound ? '\nno error, no lost event' : `\n${shift.failures.length} errors, ${lost} events lost`)
  if (options.save) await save(made)
  if (!isSound) process.exitCode = 1
} finally {
  shift.end()
  await Promise.allSettled(lanes)
  await world.server.discard()
}
