/**
 * How each recipe gets better with the data: trained on growing shares of the users through the API of a started server,
 * asked the same questions each time. Closed forms alone; the sequence model's curve, by epoch, is bench/sequence-model's.
 *
 *     node bench/learning-curve/main.ts [aws-sims …] [--data DIR] [--set ml-1m] [--seed 1] [--toy] [--save]
 */

import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { askAll } from '../quality/ask-all.ts'
import { interactionsFile, metadataOf } from '../quality/data-sets.ts'
import { type Interactions, readInteractions } from '../quality/interactions.ts'
import { hitRateAt, meanOf, ndcgAt, standardErrorOf } from '../quality/metrics.ts'
import { lastOne, type Split, tenthOfUsers } from '../quality/splits.ts'
import { StartedServer } from '../quality/started-server.ts'
import { curvePicture } from '../report/curve-picture.ts'
import { print, type Results, save } from '../report/results.ts'
import { type AskedRecipe, askedRecipes } from './asked.ts'
import { byItem, bySeenUser, shares, splitFor } from './shares.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: process.env.ATTUNE_DATA_SETS ?? '../shared/data' },
    set: { type: 'string', default: 'ml-1m' },
    seed: { type: 'string', default: '1' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void StartedServer.endAll().finally(() => process.exit(1)))
}

interface Point {
  readonly userShare: number
  readonly interactionCount: number
  readonly ndcg: number
  readonly standardError: number
  readonly hitRate: number
}

const measures = [
  { title: 'NDCG@10', of: ndcgAt(10) },
  { title: 'HR@10', of: hitRateAt(10) },
]

async function pointOf(
  server: StartedServer,
  all: Interactions,
  { train, later, queries }: Split,
  asked: AskedRecipe,
): Promise<Omit<Point, 'userShare'>> {
  const group = await server.group()
  const rows = interactionsFile(all.columns, train)
  const datasetArn = await server.dataset(group, rows)
  await server.import(datasetArn, rows.lines, 'FULL')
  for (const file of await metadataOf(options.data, options.set)) {
    await server.import(await server.dataset(group, file), file.lines, 'FULL')
  }
  const { solutionVersionArn } = await server.train(group, asked.recipe)
  await server.import(datasetArn, interactionsFile(all.columns, later).lines, 'INCREMENTAL')
  const question = {
    campaignArn: await server.campaign(solutionVersionArn),
    filterArn: asked.by === 'user' ? await server.seenFilter(group) : undefined,
    listLength: 10,
    sendsContext: false,
  }
  const questions = asked.by === 'user' ? bySeenUser(all, queries) : byItem(all, queries)
  const [ndcgs = [], hits = []] = (await askAll(server, question, questions, measures)).values
  return {
    interactionCount: train.length,
    ndcg: meanOf(ndcgs),
    standardError: standardErrorOf(ndcgs),
    hitRate: meanOf(hits),
  }
}

async function curveOf(all: Interactions, asked: AskedRecipe): Promise<readonly Point[]> {
  const whole = tenthOfUsers(all, lastOne, Number(options.seed))
  const points: Point[] = []
  for (const share of options.toy ? shares.slice(-2) : shares) {
    const server = await StartedServer.start(['--sequence-minutes', '0'])
    try {
      points.push({ userShare: share, ...(await pointOf(server, all, splitFor(all, whole, share), asked)) })
      console.log(`${asked.recipe}, ${(100 * share).toFixed(1)} % of the users: ${points.at(-1)?.ndcg.toFixed(4)}`)
    } finally {
      await server.end()
    }
  }
  return points
}

const pictureFile = (recipe: string): URL => new URL(`../../docs/internals/curves/${recipe}.svg`, import.meta.url)

async function draw(recipe: string, points: readonly Point[], queryCount: number): Promise<void> {
  const share = (at: number): string => `${(100 * (points.at(at)?.userShare ?? 1)).toFixed(1)} %`
  const picture = curvePicture({
    title: `${recipe} learns ${options.set}, closed forms; ${queryCount} users asked`,
    steps: 'users learned from, doubling',
    ends: [share(0), share(-1)],
    lines: [
      { name: 'NDCG@10', values: points.map(({ ndcg }) => ndcg) },
      { name: 'HR@10', values: points.map(({ hitRate }) => hitRate) },
    ],
    sharesScale: true,
  })
  await mkdir(fileURLToPath(new URL('.', pictureFile(recipe))), { recursive: true })
  await writeFile(pictureFile(recipe), picture)
}

const all = await readInteractions(`${options.data}/${options.set}/interactions.csv.gz`)
const wanted = askedRecipes.filter(({ recipe }) => positionals.length === 0 || positionals.includes(recipe))
if (wanted.length === 0) throw new Error(`no curve for ${positionals}; there are: ${askedRecipes.map(r => r.recipe)}`)
const { queries } = tenthOfUsers(all, lastOne, Number(options.seed))
const tables: Results['tables'][number][] = []
for (const asked of wanted) {
  const points = await curveOf(all, asked)
  if (options.save) await draw(asked.recipe, points, queries.length)
  tables.push({
    title: [asked.recipe, ...asked.alike].join(', '),
    columns: ['users learned from', 'interactions', 'NDCG@10', '±', 'HR@10'],
    rows: points.map(point => [
      ...[`${(100 * point.userShare).toFixed(1)} %`, point.interactionCount, point.ndcg.toFixed(4)],
      ...[point.standardError.toFixed(4), point.hitRate.toFixed(4)],
    ]),
  })
}
const results: Results = {
  name: 'learning-curve',
  settings: { set: options.set, seed: options.seed, 'users asked': queries.length },
  tables,
  notes: ['± is one standard error over the users asked.'],
}
print(results)
if (options.save) await save(results)
