/** How long answers take while the server imports or trains, beside how long they take when it does neither. */

import {
  CreateDatasetImportJobCommand,
  CreateSolutionVersionCommand,
  DescribeDatasetImportJobCommand,
  DescribeSolutionVersionCommand,
} from '@aws-sdk/client-personalize'
import { roleArn, settled } from '../../test/fixtures/server/main-path.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { startLoad } from './load.ts'
import { patienceMs, type ShopServer } from './shop-server.ts'
import { checked, host, type Pace, portOf, put } from './speeds.ts'
import { describing, filtering, recommending, type Targets } from './targets.ts'

const names = [describing, recommending, filtering] as const

/** Requests are signed before any is sent, and signatures are good for five minutes. */
const loadMsMax = 240_000

/** All three at a fixed rate for as long as the work lasts, or requests can be sent. */
async function during(work: () => Promise<unknown>, url: string, targets: Targets, pace: Pace, rate: number) {
  const { connectionCount } = pace
  // Signed before any of them starts, and of other users each.
  const requests = names.map(name => {
    const own = targets.requests(name)
    targets.sent(name, own.length)
    return own
  })
  const loads = requests.map(each =>
    startLoad({ host, port: portOf(url), requests: each, connectionCount, requestsPerSecond: rate }),
  )
  const stop = () => {
    for (const one of loads) one.stop()
  }
  const startMs = performance.now()
  const tooLong = setTimeout(stop, loadMsMax)
  await work()
  clearTimeout(tooLong)
  const workMs = Math.min(loadMsMax, performance.now() - startMs)
  stop()
  const results = await Promise.all(loads.map(one => one.result))
  return { workMs, percentiles: results.map(result => percentilesOf(checked(result).latenciesMs)) }
}

/** Again and again: one import is over in seconds. */
async function forAWhile(seconds: number, work: (round: number) => Promise<void>): Promise<void> {
  const startMs = performance.now()
  for (let round = 1; performance.now() - startMs < seconds * 1000; round++) await work(round)
}

async function importAgain({ server: { personalize }, made, dataLocation }: ShopServer, round: number): Promise<void> {
  const job = { jobName: `again-${round}`, datasetArn: made.dataset, dataSource: { dataLocation }, roleArn }
  const { datasetImportJobArn } = await personalize.send(new CreateDatasetImportJobCommand(job))
  const describe = new DescribeDatasetImportJobCommand({ datasetImportJobArn })
  await settled('import', async () => (await personalize.send(describe)).datasetImportJob, patienceMs)
}

async function trainAgain({ server: { personalize }, made }: ShopServer, round: number): Promise<void> {
  const input = { solutionArn: made.solution, name: `again-${round}` }
  const { solutionVersionArn } = await personalize.send(new CreateSolutionVersionCommand(input))
  const describe = new DescribeSolutionVersionCommand({ solutionVersionArn })
  await settled('training', async () => (await personalize.send(describe)).solutionVersion, patienceMs)
}

/** Compiled code belongs to the server in use: the idle figure must not be that of one that has just started. */
const warmSecondsMax = 1.5

async function warm(url: string, targets: Targets, { connectionCount, seconds }: Pace): Promise<void> {
  const pace = { seconds: Math.min(warmSecondsMax, seconds / 10), warmSeconds: 0, connectionCount }
  for (const name of names) await put(url, targets, name, pace)
}

export async function waits(shop: ShopServer, targets: Targets, pace: Pace, rate: number) {
  const { seconds } = pace
  const { url } = shop.server
  const rest = () => new Promise(resolve => setTimeout(resolve, seconds * 1000))
  await warm(url, targets, pace)
  const measured = (work: () => Promise<unknown>) => during(work, url, targets, pace, rate)
  const states = {
    idle: await measured(rest),
    'during imports': await measured(() => forAWhile(seconds, round => importAgain(shop, round))),
    'during trainings': await measured(() => forAWhile(seconds, round => trainAgain(shop, round))),
  }
  return Object.entries(states).flatMap(([state, { workMs, percentiles }]) =>
    percentiles.map(({ count, p50, p99, p999, max }, at) => [
      `${names[at]}, ${state}`,
      (workMs / 1000).toFixed(1),
      count,
      ...[p50, p99, p999, max].map(milliseconds),
      `${(p99 / states.idle.percentiles[at]!.p99).toFixed(2)}×`,
    ]),
  )
}
