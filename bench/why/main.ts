/**
 * What it costs to keep answers and to explain them: keeping one beside its making, finding one in a full ring, and working
 * out why one item stands where it does, by size of catalogue and with and without a sequence model.
 *
 *     node bench/why/main.ts [--items 10000,100000] [--ring-mb 64] [--toy] [--save]
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { initialWeights } from '../../src/algorithms/sequence-model/initial-weights.ts'
import { contentOf } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { seededRandom } from '../../src/base/random.ts'
import { type GivenAnswer, GivenAnswers } from '../../src/profiles/given-answers.ts'
import { createServing } from '../../src/serving/create-serving.ts'
import { openFileAnswerRing } from '../../src/storage/files/file-answer-ring.ts'
import { blendModel } from '../answer/blend-model.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '10000,100000' },
    'ring-mb': { type: 'string', default: '64' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const sizes = options.toy ? [1000] : options.items.split(',').map(Number)
const ringBytes = (options.toy ? 1 : Number(options['ring-mb'])) * 2 ** 20
const repeatCount = options.toy ? 3 : 20
const historyLength = 50
const directory = await mkdtemp(join(tmpdir(), 'attune-why-'))

const idOf = (at: number): string => `RID-${String(at).padStart(36, '0')}`

const arn = (path: string): string => `arn:aws:personalize:us-east-1:000000000000:${path}`

const answer: GivenAnswer = {
  ...{ operation: 'GetRecommendations', account: '000000000000', region: 'us-east-1' },
  ...{ group: arn('dataset-group/shop'), campaignArn: arn('campaign/shop'), versionArn: arn('solution/shop/0123abcd') },
  artifact: { file: 'models/0123456789abcdef.artifact', checksum: 'a'.repeat(64) },
  answeredAtMs: 1_700_000_000_000,
  asked: { userId: 'user-1234', numResults: 25 },
  history: { count: historyLength, endsAt: 1_700_000_000 },
  itemIds: Array.from({ length: 25 }, (_, at) => `item-${String(at * 317).padStart(8, '0')}`),
}

async function timed(count: number, work: (index: number) => Promise<unknown>): Promise<string> {
  const times = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await work(index)
    times[index] = performance.now() - start
  }
  return milliseconds(percentilesOf(times).p50)
}

/** Answers at a time and the time between, so that the disk keeps up. */
const [atOnce, restMs] = [2000, 70]

/** Keeps answers until the ring is full. */
async function ofRing(): Promise<readonly (readonly (string | number)[])[]> {
  const onTrouble = (what: string): void => console.error(what)
  const ring = await openFileAnswerRing({ directory: join(directory, 'ring'), byteCountMax: ringBytes, onTrouble })
  const given = new GivenAnswers(ring)
  const answerBytes = JSON.stringify(answer).length + idOf(0).length + 11
  const count = Math.ceil((1.2 * ringBytes) / answerBytes)
  let spentMs = 0
  for (let at = 0; at < count; at += atOnce) {
    const start = performance.now()
    for (let index = at; index < Math.min(count, at + atOnce); index++) given.keep(idOf(index), answer)
    spentMs += performance.now() - start
    await sleep(restMs)
  }
  const rows = [
    ['bytes of an answer of 25 items', answerBytes],
    ['keeping one, µs', ((spentMs / count) * 1000).toFixed(1)],
    ['dropped', ring.droppedCount],
    ['finding the newest, ms', await timed(repeatCount, () => given.of(idOf(count - 1)))],
    ['looking for one that is not there, ms', await timed(repeatCount, () => given.of('RID-none'))],
    [
      'forgetting those of a group, none of them kept, ms',
      await timed(1, () => given.forget(arn('dataset-group/other'))),
    ],
    ['forgetting those of a group, all of them, ms', await timed(1, () => given.forget(answer.group))],
  ]
  await given.close()
  return rows
}

async function ofModel(itemCount: number, hasSequence: boolean): Promise<readonly (string | number)[]> {
  const model = blendModel({ itemCount, userCount: 100, historyLength, followerCount: 100, dimension: 64, seed: 1 })
  const size = { dimension: 64, blockCount: 2, headCount: 2, hiddenWidth: 160, lengthMax: 200 }
  const shape = { ...size, activation: 'swish-gate' as const, itemCount, hasDistanceBiases: false }
  const params = { shape, weights: initialWeights(shape, seededRandom(1)), logPrior: new Float32Array(itemCount) }
  const sequence = { part: { name: 'sequence', shape: 'sequence', params } as const, weight: 0.5 }
  const parts = hasSequence ? [...model.params.parts, sequence] : model.params.parts
  const content = contentOf({ ...model, params: { ...model.params, parts } })
  const { checksum } = await writeArtifact(join(directory, 'model'), join(directory, 'partial'), content)
  const artifact = { file: 'model', checksum }
  const serving = createServing({ dataDirectory: directory, settings: { modelMemoryMb: 4096 } })
  const userId = model.users.idAt(1)
  const [first] = await serving.recommend({ artifact, userId, numResults: 25 })
  const explain = () => serving.explain({ artifact, userId, items: [first!.itemId] })
  await explain()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const took = await timed(repeatCount, explain)
  delay.disable()
  const longest = milliseconds(delay.max / 1e6)
  return [itemCount, hasSequence ? 'closed forms and sequence model' : 'closed forms', took, longest]
}

try {
  const models: (readonly (string | number)[])[] = []
  for (const itemCount of sizes)
    for (const hasSequence of [false, true]) models.push(await ofModel(itemCount, hasSequence))
  const results = {
    name: 'why',
    settings: { items: sizes.join(','), ringBytes, historyLength, repeats: repeatCount, seed: 1 },
    tables: [
      { title: 'The ring of answers', columns: ['', 'figure'], rows: await ofRing() },
      {
        title: 'Why one item stands where it does, a history of 50',
        columns: ['items', 'blend of', 'p50 ms', 'longest step of the event loop, ms'],
        rows: models,
      },
    ],
    notes: ['The longest step counts all of the process, the timer itself (1 ms) among it.'],
  }
  print(results)
  if (options.save) await save(results)
} finally {
  await rm(directory, { recursive: true })
}
