/**
 * What a filter costs, by size of catalogue: from a request's values to the set of allowed items, for a value never asked
 * for before and for one that is remembered, and a whole answer with it beside one without.
 *
 *     node bench/filters/main.ts [--items 10000,100000,1000000] [--requests 1000] [--toy] [--save]
 */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contentOf } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { defaultSettings } from '../../src/config.ts'
import { checkFilter, type FilterColumn } from '../../src/filters/checker.ts'
import { parseFilter } from '../../src/filters/parser.ts'
import { type Asker, rowsAllowed } from '../../src/operations/runtime/filtering.ts'
import { modelRows } from '../../src/operations/runtime/model-rows.ts'
import { interactionsOfVisitor } from '../../src/profiles/history-of.ts'
import { userPersonalizationV2 } from '../../src/recipes/user-personalization-v2.ts'
import { createServing } from '../../src/serving/create-serving.ts'
import type { Serving } from '../../src/serving/serving.ts'
import { blendModel } from '../answer/blend-model.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { brandCount, genreCount, shopProfile } from './shop-profile.ts'

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '10000,100000,1000000' },
    requests: { type: 'string', default: '1000' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const sizes = options.toy ? [1000] : options.items.split(',').map(Number)
const requestCount = options.toy ? 50 : Number(options.requests)
const userCount = options.toy ? 50 : 10_000
const seed = 1
const hash = createHash('sha256')

const column = (name: string, type: FilterColumn['type']): FilterColumn => ({ name, type, textual: false })

const schema = {
  Items: [column('BRAND', 'string'), column('GENRE', 'string'), column('PRICE', 'float')],
  Interactions: [column('EVENT_TYPE', 'string')],
}

interface Subject {
  readonly title: string
  readonly text: string
  /** Other values for every n. */
  readonly values: (n: number) => Record<string, string>
}

/** Fractions that no other request asks for. */
const price = (n: number): string => String(100 + ((n * 7919) % 80_000) / 100 + n * 1e-9)

const subjects: readonly Subject[] = [
  {
    title: 'text: BRAND IN ($B)',
    text: 'INCLUDE ItemID WHERE Items.BRAND IN ($B)',
    values: n => ({ B: `"brand-${n % brandCount}","no-${n}"` }),
  },
  {
    title: 'categories: GENRE IN ($G)',
    text: 'INCLUDE ItemID WHERE Items.GENRE IN ($G)',
    values: n => ({ G: `"genre-${n % genreCount}","no-${n}"` }),
  },
  { title: 'number: PRICE < $P', text: 'INCLUDE ItemID WHERE Items.PRICE < $P', values: n => ({ P: price(n) }) },
  {
    title: 'a chain: genre, price, not bought',
    text: 'INCLUDE ItemID WHERE Items.GENRE IN ($G) AND Items.PRICE < $P | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")',
    values: n => ({ G: `"genre-${n % genreCount}"`, P: price(n + 0.5) }),
  },
]

async function times(count: number, ask: (index: number) => unknown): Promise<Float64Array> {
  const taken = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await ask(index)
    taken[index] = performance.now() - start
  }
  return taken
}

async function filterRows(itemCount: number, subject: Subject, askerAt: (n: number) => Asker) {
  const filter = checkFilter(parseFilter(subject.text), subject.text, schema)
  const ask = (n: number, round: number) =>
    rowsAllowed({ filter, filterValues: subject.values(n) }, askerAt(round))?.toSet()
  for (let n = 0; n < 20; n++) hash.update(String(ask(1_000_000 + n, n)?.count))
  const first = percentilesOf(await times(requestCount, n => ask(n, n)))
  // As many values as are remembered side by side.
  const few = 40
  for (let n = 0; n < few; n++) ask(n, n)
  const known = percentilesOf(await times(requestCount, n => ask(n % few, n)))
  const cells = [first.p50, first.p99, known.p50, known.p99].map(milliseconds)
  return [itemCount, subject.title, ...cells]
}

async function measure(serving: Serving, directory: string, itemCount: number) {
  const profile = shopProfile({ itemCount, userCount, historyLength: 50, seed })
  const followerCount = Math.min(300, Math.floor(32e6 / itemCount))
  const model = blendModel({ dimension: 0, itemCount, userCount, historyLength: 50, followerCount, seed })
  const file = `models/${itemCount}.artifact`
  const { checksum } = await writeArtifact(join(directory, file), join(directory, 'partial'), contentOf(model))
  const artifact = { file, checksum }
  await serving.warm(artifact)
  const items = await serving.itemsOf(artifact)
  const [mapped] = await times(1, () => modelRows(items, profile))
  const rowsOfModel = await modelRows(items, profile)
  const userIdAt = (n: number): string => model.users.idAt(n % userCount)
  const askerAt = (n: number): Asker => {
    const [userId, recipe] = [userIdAt(n), userPersonalizationV2]
    return { profile, recipe, settings: defaultSettings, userId, events: interactionsOfVisitor(profile, userId) }
  }

  const sets = []
  for (const subject of subjects) sets.push(await filterRows(itemCount, subject, askerAt))

  const { text, values } = subjects.at(-1) as Subject
  const filter = checkFilter(parseFilter(text), text, schema)
  const plain = (n: number) => serving.recommend({ artifact, numResults: 25, userId: userIdAt(n) })
  const filtered = (n: number, value: number) => {
    const rows = rowsAllowed({ filter, filterValues: values(value) }, askerAt(n))
    assert.ok(rows)
    return serving.recommend({ artifact, numResults: 25, userId: userIdAt(n), allowed: rowsOfModel.allowedBy(rows) })
  }
  for (let n = 0; n < 20; n++) await filtered(n, n)
  // Of another user each, since answers of those who ask again come from what is remembered of them.
  let lastUser = 20
  const answers = [
    percentilesOf(await times(requestCount, () => plain(lastUser++))),
    percentilesOf(await times(requestCount, n => filtered(lastUser++, n % 20))),
    percentilesOf(await times(requestCount, n => filtered(lastUser++, 5000 + n))),
  ]
  const cells = answers.flatMap(({ p50, p99 }) => [p50, p99].map(milliseconds))
  return { sets, answer: [itemCount, milliseconds(mapped!), ...cells] }
}

const directory = await mkdtemp(join(tmpdir(), 'attune-bench-'))
try {
  const serving = createServing({ dataDirectory: directory, settings: { ...defaultSettings, modelMemoryMb: 4096 } })
  const measured = []
  for (const itemCount of sizes) measured.push(await measure(serving, directory, itemCount))
  const results = {
    name: 'filters',
    settings: { requests: requestCount, users: userCount, history: 50, seed },
    tables: [
      {
        title: 'From values to the set of allowed items, in milliseconds',
        columns: ['items', 'filter', 'new value, p50', 'p99', 'known value, p50', 'p99'],
        rows: measured.flatMap(({ sets }) => sets),
      },
      {
        title: 'One answer of 25 items inside the server, in milliseconds',
        columns: [
          'items',
          'map, once',
          'no filter, p50',
          'p99',
          'the chain, known, p50',
          'p99',
          'the chain, new, p50',
          'p99',
        ],
        rows: measured.map(({ answer }) => answer),
      },
    ],
    notes: ['The map from the items of a model to the rows of a profile is made once for the two, in slices.'],
  }
  print(results)
  console.log(`checksum ${hash.digest('hex').slice(0, 16)}`)
  if (options.save) await save(results)
} finally {
  await rm(directory, { recursive: true })
}
