/**
 * What one answer costs inside the server, by size of catalogue, and what sorting every item costs beside it. Both give
 * the same items, which is checked.
 *
 *     node bench/answer/main.ts [--items 10000,100000,1000000] [--requests 2000] [--toy] [--save]
 */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { scoreCatalogue } from '../../src/algorithms/transition-rules/score.ts'
import { contentOf, type SequenceRulesModel } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { createServing } from '../../src/serving/create-serving.ts'
import type { Serving } from '../../src/serving/serving.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { rulesModel } from './rules-model.ts'

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '10000,100000,1000000' },
    requests: { type: 'string', default: '2000' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const sizes = options.toy ? [1000] : options.items.split(',').map(Number)
const requestCount = options.toy ? 50 : Number(options.requests)
const userCount = options.toy ? 50 : 10_000
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
function naively({ items, histories, params }: SequenceRulesModel, user: number, count: number): string[] {
  const scores = new Float32Array(items.size)
  scoreCatalogue(params, histories.items.subarray(histories.offsets[user], histories.offsets[user + 1]), scores)
  const order = Uint32Array.from(scores.keys()).sort((one, other) => scores[other]! - scores[one]! || one - other)
  return Array.from(order.subarray(0, count), item => items.idAt(item))
}

async function measure(serving: Serving, directory: string, itemCount: number) {
  const followerCount = Math.min(300, Math.floor(32e6 / itemCount))
  const model = rulesModel({ itemCount, userCount, historyLength: 50, followerCount, seed })
  const file = `models/${itemCount}.artifact`
  const { checksum } = await writeArtifact(join(directory, file), join(directory, 'partial'), contentOf(model))
  const artifact = { file, checksum }
  const [load] = await times(1, () => serving.warm(artifact))
  const ask = (user: number) =>
    serving.recommend({ artifact, numResults: 25, userId: model.users.idAt(user % userCount) })
  for (let user = 0; user < 5; user++) {
    const answer = (await ask(user)).map(({ itemId }) => itemId)
    assert.deepEqual(answer, naively(model, user, 25))
    hash.update(answer.join())
  }
  const served = percentilesOf(await times(requestCount, ask))
  const sorted = percentilesOf(
    await times(Math.min(requestCount, 100), async user => naively(model, user % userCount, 25)),
  )
  const cells = [load!, served.p50, served.p99, sorted.p50].map(milliseconds)
  return [itemCount, followerCount, ...cells, `${(sorted.p50 / served.p50).toFixed(1)}×`]
}

const directory = await mkdtemp(join(tmpdir(), 'attune-bench-'))
try {
  const serving = createServing({ dataDirectory: directory, settings: { modelMemoryMb: 4096 } })
  const rows = []
  for (const itemCount of sizes) rows.push(await measure(serving, directory, itemCount))
  const results = {
    name: 'answer',
    settings: { requests: requestCount, users: userCount, history: 50, seed },
    tables: [
      {
        title: 'One answer of 25 items, in milliseconds',
        columns: ['items', 'followers', 'load', 'p50', 'p99', 'sorting every item, p50', 'ratio'],
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
