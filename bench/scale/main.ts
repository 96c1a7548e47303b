/**
 * How training time and memory grow with the data, as a customer of a started server meets it: generated interactions of
 * MovieLens-25M's shape are imported, the default recipe is trained without configuration, deployed and asked.
 *
 *     node bench/scale/main.ts [--sizes 1e6,1e7,2.5e7] [--recipe aws-user-personalization-v2] [--seed 1]
 *                              [--flag=--training-memory-mb=4096 …] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import { schemaOfFields } from '../../test/fixtures/data/avro-schema.ts'
import { watchMemory } from '../quality/process-memory.ts'
import { StartedServer, type Trained } from '../quality/started-server.ts'
import { print, type Results, save } from '../report/results.ts'
import { type StepCost, watchingSteps } from './step-watch.ts'
import { interactionLines, type Tastes, tastesOf } from './tastes.ts'

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1e6,1e7,2.5e7' },
    recipe: { type: 'string', default: 'aws-user-personalization-v2' },
    seed: { type: 'string', default: '1' },
    flag: { type: 'string', multiple: true, default: [] },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void StartedServer.endAll().finally(() => process.exit(1)))
}

const schema = schemaOfFields('Interactions', [
  ['USER_ID', 'string'],
  ['ITEM_ID', 'string'],
  ['TIMESTAMP', 'long'],
])

interface Run {
  readonly tastes: Tastes
  readonly importSeconds: number
  readonly importMb: number
  readonly trained: Trained
  readonly steps: readonly StepCost[]
  readonly ndcg: number | undefined
  readonly deploySeconds: number
  readonly serverMb: number
  /** Of answers, the slowest and the middle one, in milliseconds. */
  readonly answersMs: readonly number[]
}

const secondsSince = (startMs: number): number => (performance.now() - startMs) / 1000

async function measured(tastes: Tastes): Promise<Run> {
  const server = await StartedServer.start(options.flag.flatMap(flag => flag.split('=')))
  try {
    const group = await server.group()
    const { importSeconds, importMb } = await imported(server, group, tastes)
    console.log(`imported ${tastes.interactionCount} in ${importSeconds.toFixed(1)} s`)
    const { result: trained, steps } = await watchingSteps(server, () => server.train(group, options.recipe))
    console.log(`trained in ${trained.seconds.toFixed(1)} s, ${trained.memory.childMb} MB`)
    const ndcg = (await server.metrics(trained.solutionVersionArn)).normalized_discounted_cumulative_gain_at_10
    const watch = watchMemory(server.process.pid)
    const startMs = performance.now()
    const campaignArn = await server.campaign(trained.solutionVersionArn)
    const deploySeconds = secondsSince(startMs)
    const answersMs = await answerTimes(server, campaignArn, tastes)
    const { serverMb } = watch.peak()
    watch.end()
    return { tastes, importSeconds, importMb, trained, steps, ndcg, deploySeconds, serverMb, answersMs }
  } finally {
    await server.end()
  }
}

async function imported(server: StartedServer, group: string, tastes: Tastes) {
  const dataset = await server.dataset(group, { datasetType: 'Interactions', schema })
  const location = await server.put(linesInBlocks(interactionLines(tastes)))
  const watch = watchMemory(server.process.pid)
  try {
    const startMs = performance.now()
    await server.importFrom(dataset, location, 'FULL')
    return { importSeconds: secondsSince(startMs), importMb: watch.peak().childMb }
  } finally {
    watch.end()
  }
}

/** Lines by the thousand, which streams like better than one by one. */
function* linesInBlocks(lines: Iterable<string>): Generator<string> {
  let block: string[] = []
  for (const line of lines) {
    if (block.push(line) < 4096) continue
    yield block.join('\n')
    block = []
  }
  if (block.length > 0) yield block.join('\n')
}

const answerCount = 50

async function answerTimes({ runtime }: StartedServer, campaignArn: string, { userCount }: Tastes): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < answerCount; at++) {
    const startMs = performance.now()
    const userId = `u${Math.floor((at * userCount) / answerCount)}`
    const { itemList = [] } = await runtime.getRecommendations({ campaignArn, userId, numResults: 25 })
    if (itemList.length !== 25) throw new Error(`${userId} was answered with ${itemList.length} items`)
    times.push(performance.now() - startMs)
  }
  return times.sort((one, other) => one - other)
}

interface Told {
  readonly parts?: readonly { readonly kind: string; readonly decay: number; readonly weight: number }[]
  readonly sequence?: { readonly isUsed: boolean; readonly reason?: string; readonly steps?: { takenCount: number } }
}

function chosenParts({ origin }: Trained): string {
  const { parts = [], sequence } = (origin.choices ?? {}) as Told
  const told = parts.map(({ kind, decay, weight }) => `${kind}${decay < 1 ? ` ${decay}` : ''} × ${weight}`)
  const reason = sequence?.reason === undefined ? '' : `; no sequence model: ${sequence.reason}`
  return `${told.join(' + ')}${reason}`
}

const fixed = (value: number | undefined, digits = 1): string => value?.toFixed(digits) ?? '–'

type Cell = (run: Run) => string | number

const summaryRows: readonly (readonly [string, Cell])[] = [
  ['users', ({ tastes }) => tastes.userCount],
  ['items', ({ tastes }) => tastes.itemCount],
  ['import, s', ({ importSeconds }) => fixed(importSeconds)],
  ['import, child MB', ({ importMb }) => importMb],
  ['training, s', ({ trained }) => fixed(trained.seconds)],
  ['training, processor s', ({ steps }) => fixed(steps.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0))],
  ['training, child MB', ({ trained }) => trained.memory.childMb],
  ['training, server MB', ({ trained }) => trained.memory.serverMb],
  ['NDCG@10', ({ ndcg }) => fixed(ndcg, 4)],
  ['campaign, s', ({ deploySeconds }) => fixed(deploySeconds)],
  ['serving, server MB', ({ serverMb }) => serverMb],
  ['median answer, ms', ({ answersMs }) => fixed(answersMs[answersMs.length >> 1])],
  ['slowest answer, ms', ({ answersMs }) => fixed(answersMs.at(-1))],
]

const summary = (runs: readonly Run[]) => ({
  title: 'From the file to the first answer',
  columns: ['', ...runs.map(({ tastes }) => `${tastes.interactionCount / 1e6} M`)],
  rows: summaryRows.map(([title, cell]) => [title, ...runs.map(cell)]),
})

const stepTable = ({ tastes, steps }: Run) => ({
  title: `Steps of the training on ${tastes.interactionCount / 1e6} M`,
  columns: ['step', 's', 'processor s', 'child MB'],
  rows: steps.map(({ step, seconds, cpuSeconds, childMb }) => [step, fixed(seconds), fixed(cpuSeconds), childMb]),
})

const seed = Number(options.seed)
const sizes = options.toy ? [3000] : options.sizes.split(',').map(Number)
const runs: Run[] = []
for (const size of sizes) runs.push(await measured(tastesOf(size, seed)))
const results: Results = {
  name: 'scale',
  settings: { recipe: options.recipe, seed, flags: options.flag.join(' ') || 'none' },
  tables: [summary(runs), ...runs.map(stepTable)],
  notes: runs.map(({ tastes, trained }) => `Chosen on ${tastes.interactionCount / 1e6} M: ${chosenParts(trained)}.`),
}
print(results)
if (options.save) await save(results)
