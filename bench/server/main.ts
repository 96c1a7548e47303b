/**
 * What the server answers a second, and how long single answers take while it works on something else: a started server
 * process, the main path through the API, and a load generator in a process of its own on the same machine. Beside it,
 * in the same run, `node:http` alone as the baseline.
 *
 *     node bench/server/main.ts [--users 100000] [--items 100000] [--interactions 4000000]
 *       [--seconds 10] [--toy] [--save]
 */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  CreateDatasetImportJobCommand,
  CreateSolutionVersionCommand,
  DescribeDatasetImportJobCommand,
  DescribeSolutionVersionCommand,
} from '@aws-sdk/client-personalize'
import { shopCsv } from '../../src/demo/shop/shop-csv.ts'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { userIdOf } from '../../src/demo/shop/users.ts'
import { type Made, mainPath, roleArn, settled, walk } from '../../test/fixtures/main-path.ts'
import { type ServerProcess, startServerProcess } from '../../test/fixtures/server-process.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { addFilter, filteredBy } from './add-filter.ts'
import { load, startLoad } from './load.ts'
import type { LoadResult } from './load-spec.ts'
import { signed } from './signed-requests.ts'

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    items: { type: 'string', default: '100000' },
    interactions: { type: 'string', default: '4000000' },
    seconds: { type: 'string', default: '10' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const shop: ShopPlan = options.toy
  ? { userCount: 60, itemCount: 50, interactionCount: 1200, seed: 1 }
  : {
      userCount: Number(options.users),
      itemCount: Number(options.items),
      interactionCount: Number(options.interactions),
      seed: 1,
    }
const seconds = options.toy ? 0.3 : Number(options.seconds)
const connectionCount = options.toy ? 2 : 16
const warmUpMs = seconds * 200
/** Far below what the server can do: times at a fixed rate are to show waiting, not queueing. */
const requestsPerSecond = options.toy ? 50 : 200
const host = '127.0.0.1'

const portOf = (url: string): number => Number(new URL(url).port)

const filtered = 'GetRecommendations, filtered'

type Targets = Readonly<Record<'DescribeCampaign' | 'GetRecommendations' | typeof filtered, () => readonly string[]>>

/** Signed when asked for: a signature is good for five minutes. */
function targetsOf({ url, credentials }: ServerProcess, campaignArn: string, filterArn: string): Targets {
  const asking = (more: (user: number) => object) => () =>
    Array.from({ length: Math.min(shop.userCount, 1000) }, (_, user) => {
      const input = { campaignArn, userId: userIdOf(user), ...more(user) }
      return signed(url, credentials, { path: '/recommendations', input })
    })
  return {
    DescribeCampaign: () => [signed(url, credentials, { target: 'DescribeCampaign', input: { campaignArn } })],
    GetRecommendations: asking(() => ({})),
    [filtered]: asking(user => filteredBy(filterArn, user)),
  }
}

function checked(result: LoadResult): LoadResult {
  if (Object.keys(result.failures).length > 0) throw new Error(`answers failed: ${JSON.stringify(result.failures)}`)
  return result
}

async function fullSpeed(port: number, requests: readonly string[]) {
  const spec = { host, port, requests, connectionCount }
  await load({ ...spec, durationMs: warmUpMs })
  const { latenciesMs, elapsedMs } = checked(await load({ ...spec, durationMs: seconds * 1000 }))
  const { p50, p90, p99, p999 } = percentilesOf(latenciesMs)
  return { perSecond: (latenciesMs.length * 1000) / elapsedMs, times: [p50, p90, p99, p999] }
}

async function echoSpeed() {
  const child = fork(fileURLToPath(new URL('./echo-child.ts', import.meta.url)))
  const [port] = (await once(child, 'message')) as [number]
  const body = JSON.stringify({ campaignArn: 'x'.repeat(80), userId: 'user-1' })
  const request = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const speed = await fullSpeed(port, [request])
  child.disconnect()
  await once(child, 'exit')
  return speed
}

async function speeds(server: ServerProcess, targets: Targets) {
  const echo = await echoSpeed()
  const speedOf = (name: keyof Targets) => fullSpeed(portOf(server.url), targets[name]())
  const rows = {
    'node:http alone': echo,
    DescribeCampaign: await speedOf('DescribeCampaign'),
    GetRecommendations: await speedOf('GetRecommendations'),
    [filtered]: await speedOf(filtered),
  }
  return Object.entries(rows).map(([name, { perSecond, times }]) => [
    name,
    Math.round(perSecond),
    `${((100 * perSecond) / echo.perSecond).toFixed(0)} %`,
    ...times.map(milliseconds),
  ])
}

/** Both operations at a fixed rate for as long as the work lasts. */
async function during(work: () => Promise<unknown>, server: ServerProcess, targets: Targets) {
  const names = ['DescribeCampaign', 'GetRecommendations'] as const
  const loads = names.map(name =>
    startLoad({ host, port: portOf(server.url), requests: targets[name](), connectionCount, requestsPerSecond }),
  )
  const startMs = performance.now()
  await work()
  const workMs = performance.now() - startMs
  for (const one of loads) one.stop()
  const results = await Promise.all(loads.map(one => one.result))
  return { workMs, percentiles: results.map(result => percentilesOf(checked(result).latenciesMs)) }
}

/** What the design asks for: so many answers a second, 99 of 100 under 10 ms. */
const wantedPerSecond = options.toy ? 100 : 1000

async function steadily({ url }: ServerProcess, targets: Targets) {
  const rows = []
  for (const name of ['GetRecommendations', filtered] as const) {
    const spec = { host, port: portOf(url), requests: targets[name](), connectionCount }
    const timed = { ...spec, requestsPerSecond: wantedPerSecond, durationMs: seconds * 1000 }
    const { latenciesMs } = checked(await load(timed))
    const { count, p50, p99, p999, max } = percentilesOf(latenciesMs)
    rows.push([`${name}, ${wantedPerSecond} a second`, count, ...[p50, p99, p999, max].map(milliseconds)])
  }
  return rows
}

const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000))

/** One import is over in two seconds, and four requests of it would be the slowest hundredth. */
async function importForAWhile(server: ServerProcess, made: Made, dataLocation: string): Promise<void> {
  const startMs = performance.now()
  for (let round = 1; performance.now() - startMs < seconds * 1000; round++)
    await importAgain(server, made, dataLocation, round)
}

async function importAgain(
  { personalize }: ServerProcess,
  made: Made,
  dataLocation: string,
  round: number,
): Promise<void> {
  const job = { jobName: `again-${round}`, datasetArn: made.dataset, dataSource: { dataLocation }, roleArn }
  const { datasetImportJobArn } = await personalize.send(new CreateDatasetImportJobCommand(job))
  const describe = new DescribeDatasetImportJobCommand({ datasetImportJobArn })
  await settled('import', async () => (await personalize.send(describe)).datasetImportJob, 600_000)
}

async function trainAgain({ personalize }: ServerProcess, made: Made): Promise<void> {
  const input = { solutionArn: made.solution, name: 'again' }
  const { solutionVersionArn } = await personalize.send(new CreateSolutionVersionCommand(input))
  const describe = new DescribeSolutionVersionCommand({ solutionVersionArn })
  await settled('training', async () => (await personalize.send(describe)).solutionVersion, 600_000)
}

async function waits(server: ServerProcess, targets: Targets, made: Made, dataLocation: string) {
  const idle = await during(rest, server, targets)
  const importing = await during(() => importForAWhile(server, made, dataLocation), server, targets)
  const training = await during(() => trainAgain(server, made), server, targets)
  const states = { idle, 'during an import': importing, 'during a training': training }
  return Object.entries(states).flatMap(([state, { workMs, percentiles }]) =>
    percentiles.map(({ count, p50, p99, p999, max }, at) => [
      `${['DescribeCampaign', 'GetRecommendations'][at]}, ${state}`,
      (workMs / 1000).toFixed(1),
      count,
      ...[p50, p99, p999, max].map(milliseconds),
      `${(p99 / idle.percentiles[at]!.p99).toFixed(2)}×`,
    ]),
  )
}

async function writeShop(bucket: string): Promise<void> {
  await mkdir(bucket, { recursive: true })
  for (const name of ['interactions', 'items'] as const) {
    await pipeline(Readable.from(shopCsv(name, shop)), createWriteStream(join(bucket, `${name}.csv`)))
  }
}

const server = await startServerProcess()
try {
  const dataLocation = 's3://bench/interactions.csv'
  await writeShop(join(server.dataDirectory, 'buckets/bench'))
  const made = await walk(server, mainPath('bench', dataLocation, 'aws-user-personalization-v2'))
  const filterArn = await addFilter(server, made['dataset group']!, 's3://bench/items.csv')
  const targets = targetsOf(server, made.campaign!, filterArn)
  const times = ['p50', 'p90', 'p99', 'p99.9']
  const results = {
    name: 'server',
    settings: { ...shop, connectionCount, requestsPerSecond, seconds },
    tables: [
      {
        title: `Full speed, ${connectionCount} connections; times in milliseconds`,
        columns: ['operation', 'requests/s', 'of node:http', ...times],
        rows: await speeds(server, targets),
      },
      {
        title: 'At a steady rate; times in milliseconds',
        columns: ['operation', 'requests', 'p50', 'p99', 'p99.9', 'max'],
        rows: await steadily(server, targets),
      },
      {
        title: `${requestsPerSecond} requests a second of each; times in milliseconds`,
        columns: ['operation', 'seconds', 'requests', 'p50', 'p99', 'p99.9', 'max', 'p99 to idle'],
        rows: await waits(server, targets, made, dataLocation),
      },
    ],
    notes: ['Server, load generator and the work in the background share the cores of one machine.'],
  }
  print(results)
  const operations = results.tables.flatMap(({ rows }) => rows.map(([name]) => name))
  console.log(`checksum ${operations.length} of ${new Set(operations).size} rows, every answer 200`)
  if (options.save) await save(results)
} finally {
  await server.discard()
}
