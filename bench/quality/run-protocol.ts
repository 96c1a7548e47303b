/** One protocol from data to figures: for each draw and arm a dataset group, an import, a training, a campaign, requests. */

import { loadavg } from 'node:os'
import { type Answers, askAll } from './ask-all.ts'
import { interactionsFile, metadataOf } from './data-sets.ts'
import { meanOf, pairedTest, standardErrorOf } from './metrics.ts'
import type { Arm, Protocol } from './protocols.ts'
import { StartedServer, type Trained } from './started-server.ts'

export interface MeasureResult {
  readonly measure: string
  /** Of the arm; '' where there is one. */
  readonly arm: string
  readonly value: number
  readonly standardError: number
  readonly must?: number
  readonly aim?: number
}

export interface ProtocolResult {
  readonly title: string
  readonly recipe: string
  /** Absent in results of a time when all began with 1. */
  readonly firstDraw?: number
  readonly drawCount: number
  /** All draws together. */
  readonly queryCount: number
  readonly results: readonly MeasureResult[]
  /** Of the first arm against the second, by the first measure; one-sided. */
  readonly pairedP?: number
  /** The longest of the trainings. */
  readonly trainingSeconds: number
  readonly trainingSecondsMax?: number
  /** Absent where a run watched another process than the training's. */
  readonly trainingMb?: number
  readonly serverMb: number
  readonly requestsPerSecond: number
  readonly shortLists: number
  readonly seenBy: 'kept' | 'filter' | 'dropping'
  /** Of the last training: kind of model, seed, what was chosen. */
  readonly origin: Readonly<Record<string, unknown>>
  readonly load: number
}

interface Run extends Answers {
  readonly arm: Arm
  readonly trained: Trained
  readonly seenBy: ProtocolResult['seenBy']
}

export interface RunOptions {
  readonly data: string
  readonly recipe?: string | undefined
  readonly drawCountMax: number
  readonly queryCountMax: number
  readonly flags: readonly string[]
  readonly note: (text: string) => void
}

const only: Arm = { name: '' }

async function runArm(
  server: StartedServer,
  protocol: Protocol,
  arm: Arm,
  seed: number,
  options: RunOptions,
): Promise<Run> {
  const { columns, train, later, queries } = await protocol.split(options.data, seed)
  const group = await server.group()
  const rows = interactionsFile(columns, train, arm.columns)
  const datasetArn = await server.dataset(group, rows)
  await server.import(datasetArn, rows.lines, 'FULL')
  for (const file of await metadataOf(options.data, protocol.set)) {
    await server.import(await server.dataset(group, file), file.lines, 'FULL')
  }
  const trained = await server.train(group, options.recipe ?? protocol.recipe)
  if (later.length > 0) {
    await server.import(datasetArn, interactionsFile(columns, later, arm.columns).lines, 'INCREMENTAL')
  }
  const campaignArn = await server.campaign(trained.solutionVersionArn)
  const step = Math.max(1, queries.length / options.queryCountMax)
  const asked = queries.filter((_, at) => Math.floor(at / step) > Math.floor((at - 1) / step))
  const dropsSeen = asked.some(({ seen }) => seen)
  const filterArn = dropsSeen ? await server.seenFilter(group) : undefined
  const question = { campaignArn, filterArn, listLength: protocol.listLength, sendsContext: arm.sendsContext === true }
  const answers = await askAll(server, question, asked, protocol.measures)
  const first = meanOf(answers.values[0] ?? []).toFixed(4)
  options.note(
    `${protocol.id} ${arm.name} draw ${seed}: ${protocol.measures[0]?.title} ${first}, ${trained.seconds.toFixed(1)} s`,
  )
  const seenBy = !dropsSeen ? 'kept' : filterArn === undefined ? 'dropping' : 'filter'
  return { ...answers, arm, trained, seenBy }
}

function resultsOf({ measures }: Protocol, runs: readonly Run[], arm: Arm): readonly MeasureResult[] {
  const draws = runs.filter(run => run.arm === arm)
  return measures.map(({ title, must, aim }, at) => {
    const means = draws.map(({ values }) => meanOf(values[at] ?? []))
    // Several draws are the sample; a single one is measured by its queries.
    const sample = means.length > 1 ? means : (draws[0]?.values[at] ?? [])
    return {
      measure: title,
      arm: arm.name,
      value: meanOf(means),
      standardError: standardErrorOf(sample),
      ...(must === undefined ? {} : { must }),
      ...(aim === undefined ? {} : { aim }),
    }
  })
}

function pairedOf(protocol: Protocol, runs: readonly Run[]): number | undefined {
  if (!protocol.arms) return undefined
  const means = protocol.arms.map(arm =>
    runs.filter(run => run.arm === arm).map(({ values }) => meanOf(values[0] ?? [])),
  )
  return pairedTest((means[0] ?? []).map((value, draw) => value - (means[1]?.[draw] ?? 0)))
}

export async function runProtocol(protocol: Protocol, options: RunOptions): Promise<ProtocolResult> {
  const arms = protocol.arms ?? [only]
  const drawCount = Math.min(protocol.drawCount, options.drawCountMax)
  const runs: Run[] = []
  const { firstDraw = 1 } = protocol
  for (let seed = firstDraw; seed < firstDraw + drawCount; seed++) {
    const server = await StartedServer.start([...(protocol.serverFlags ?? []), ...options.flags])
    try {
      for (const arm of arms) runs.push(await runArm(server, protocol, arm, seed, options))
    } finally {
      await server.end()
    }
  }
  const queryCount = runs.reduce((sum, { values }) => sum + (values[0]?.length ?? 0), 0)
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0)
  const pairedP = pairedOf(protocol, runs)
  const highest = (of: (run: Run) => number): number => Math.max(...runs.map(of))
  return {
    title: protocol.title,
    recipe: options.recipe ?? protocol.recipe,
    firstDraw,
    drawCount,
    queryCount,
    results: arms.flatMap(arm => resultsOf(protocol, runs, arm)),
    ...(pairedP === undefined ? {} : { pairedP }),
    trainingSeconds: highest(({ trained }) => trained.seconds),
    ...(protocol.trainingSecondsMax === undefined ? {} : { trainingSecondsMax: protocol.trainingSecondsMax }),
    trainingMb: highest(({ trained }) => trained.memory.childMb),
    serverMb: highest(({ trained }) => trained.memory.serverMb),
    requestsPerSecond: queryCount / seconds,
    shortLists: runs.reduce((sum, { shortCount }) => sum + shortCount, 0),
    seenBy: runs[0]?.seenBy ?? 'kept',
    origin: runs.at(-1)?.trained.origin ?? {},
    load: loadavg()[0] ?? 0,
  }
}
