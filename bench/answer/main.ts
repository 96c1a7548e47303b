/**
 * What one answer costs inside the server, by size of catalogue and parts of the blend: 25 items, 25 of those a filter
 * allows, a ranking of 500, and an answer that explores, each of another user, and one of users who ask again; beside them
 * what scoring and sorting every item costs. Both ways give the same items, which is checked.
 *
 *     node bench/answer/main.ts [--items 10000,100000,1000000] [--dimensions 0,64] [--requests 2000] [--toy] [--save]
 */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { scoreCatalogue } from '../../src/algorithms/blend/score.ts'
import { type BlendModel, contentOf } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { seededRandom } from '../../src/base/random.ts'
import { createServing } from '../../src/serving/create-serving.ts'
import type { Serving } from '../../src/serving/serving.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { blendModel } from './blend-model.ts'

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '10000,100000,1000000' },
    dimensions: { type: 'string', default: '0,64' },
    requests: { type: 'string', default: '1000' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const sizes = options.toy ? [1000] : options.items.split(',').map(Number)
const dimensions = options.dimensions.split(',').map(Number)
const requestCount = options.toy ? 50 : Number(options.requests)
/** Answers of so many users are not all remembered, so that one who asks again after the others is a stranger. */
const userCount = options.toy ? 50 : 20_000
const againCount = 100
const answerLength = 25
const seed = 1
const hash = createHash('sha256')

async function times(count: number, ask: (index: number) => Promise<unknown>): Promise<Float64Array> {
  const taken = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await ask(index)
    taken[index] = performance.now() - start
  }
  return taken
}

/** Score and sort everything: what the answer is by definition. */
function naively({ items, histories, params }: BlendModel, user: number, isAllowed: (item: number) => boolean) {
  const [scores, scratch] = [new Float32Array(items.size), new Float32Array(items.size)]
  const { offsets, items: seen } = histories
  scoreCatalogue(params, seen.subarray(offsets[user], offsets[user + 1]), scores, scratch)
  const order = Uint32Array.from(scores.keys())
    .filter(isAllowed)
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
  return Array.from(order.subarray(0, answerLength), item => items.idAt(item))
}

/** A third of the catalogue, and one item in fifty by name. */
const allowances = {
  everything: () => true,
  many: (item: number) => item % 3 === 0,
  few: (item: number) => item % 50 === 7,
} as const

async function measure(serving: Serving, directory: string, itemCount: number, dimension: number) {
  const followerCount = Math.min(300, Math.floor(32e6 / itemCount))
  const model = blendModel({ itemCount, userCount, historyLength: 50, followerCount, dimension, seed })
  const file = `models/${itemCount}-${dimension}.artifact`
  const { checksum } = await writeArtifact(join(directory, file), join(directory, 'partial'), contentOf(model))
  const artifact = { file, checksum }
  const [load] = await times(1, () => serving.warm(artifact))
  const few = Uint32Array.from(model.facts!.userCounts.keys()).filter(allowances.few)
  const allowed = {
    everything: {},
    many: { allowed: { has: allowances.many } },
    few: { allowed: { has: allowances.few, items: few } },
  }
  const asking = (more: object) => (user: number) =>
    serving.recommend({ artifact, numResults: answerLength, userId: model.users.idAt(user % userCount), ...more })
  for (const name of ['everything', 'many', 'few'] as const) {
    for (let user = 0; user < 3; user++) {
      const answer = (await asking(allowed[name])(user)).map(({ itemId }) => itemId)
      assert.deepEqual(answer, naively(model, user, allowances[name]))
      hash.update(answer.join())
    }
  }
  const exploration = { weight: 0.3, itemAgeDaysMax: 30, random: seededRandom(seed) }
  const inputList = Array.from({ length: 500 }, (_, index) => model.items.idAt(Math.floor((index * itemCount) / 500)))
  const rank = (user: number) => serving.rank({ artifact, userId: model.users.idAt(user % userCount), inputList })
  const anyone = [asking({}), asking(allowed.many), asking(allowed.few), asking({ exploration }), rank]
  let lastUser = 0
  const ofOthers = anyone.map(ask => () => ask(lastUser++))
  const again = asking(allowed.many)
  const found = []
  for (const ask of [...ofOthers, (index: number) => again(index % againCount)]) {
    await times(Math.min(againCount, requestCount), ask)
    found.push(percentilesOf(await times(requestCount, ask)))
  }
  const sorted = percentilesOf(
    await times(Math.min(requestCount, 20), async user => naively(model, user % userCount, () => true)),
  )
  const cells = [load!, found[0]!.p50, found[0]!.p99, ...found.slice(1).map(({ p50 }) => p50), sorted.p50]
  return [itemCount, followerCount, dimension, ...cells.map(milliseconds)]
}

const directory = await mkdtemp(join(tmpdir(), 'attune-bench-'))
try {
  const rows = []
  for (const itemCount of sizes) {
    for (const dimension of dimensions) {
      const serving = createServing({ dataDirectory: directory, settings: { modelMemoryMb: 100 } })
      rows.push(await measure(serving, directory, itemCount, dimension))
    }
  }
  const results = {
    name: 'answer',
    settings: { requests: requestCount, users: userCount, history: 50, seed },
    tables: [
      {
        title: `One answer of ${answerLength} items, in milliseconds`,
        columns: [
          ...['items', 'followers', 'dimension', 'load', 'p50', 'p99'],
          ...['a third allowed, p50', 'a fiftieth, p50', 'exploring, p50', 'ranking of 500, p50'],
          'a third allowed, asked again, p50',
          'sorting every item, p50',
        ],
        rows,
      },
    ],
    notes: [
      'Rows have as many followers as training gives them at that size, so the large catalogue touches fewer items.',
    ],
  }
  print(results)
  console.log(`checksum ${hash.digest('hex').slice(0, 16)}`)
  if (options.save) await save(results)
} finally {
  await rm(directory, { recursive: true })
}
