/**
 * A million hostile expressions and as many hostile values: mutations of real ones, pieces in any order, and noise. Each is
 * read, checked, printed, read again and evaluated both ways. Nothing but a FilterFault may come out, each comes to an end (the
 * runner ends a hung test), and memory stays where it is.
 *
 * `ATTUNE_FUZZ_COUNT` changes the number, `ATTUNE_FUZZ_SEED` what is drawn; a failure prints the text.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { allowedRows, type RowRequest } from '../../src/filters/allowed-rows.ts'
import { type CheckedFilter, checkFilter, type FilterColumn, type GroupColumns } from '../../src/filters/checker.ts'
import { ConditionSets } from '../../src/filters/condition-sets.ts'
import { allows, type Cell, MissingFilterValue } from '../../src/filters/evaluate.ts'
import { FilterFault } from '../../src/filters/filter-fault.ts'
import { valuesIn } from '../../src/filters/filter-values.ts'
import { parseFilter } from '../../src/filters/parser.ts'
import { printFilter } from '../../src/filters/printer.ts'
import { emptyProfile } from '../../src/profiles/empty-profile.ts'
import { LiveProfile } from '../../src/profiles/group-profile.ts'
import { filterPieces } from '../fixtures/data/filter-pieces.ts'

const count = Number(process.env.ATTUNE_FUZZ_COUNT ?? 1_000_000)
const seed = Number(process.env.ATTUNE_FUZZ_SEED ?? 1)

const column = (name: string, type: FilterColumn['type']): FilterColumn => ({ name, type, textual: false })

const schema: GroupColumns = {
  Items: [column('A', 'string'), column('constructor', 'string'), column('N', 'double')],
  Users: [column('A', 'string'), column('N', 'int')],
  Interactions: [column('EVENT_TYPE', 'string')],
}

const profile = new LiveProfile(
  emptyProfile({
    items: [
      { name: 'A', type: 'string', isCategorical: true },
      { name: 'N', type: 'number', isCategorical: false },
    ],
    users: [],
    interactions: [],
  }),
)
for (let at = 0; at < 40; at++)
  profile.putItem(`i${at}`, { A: at % 3 === 0 ? null : `x|${at % 7}`, N: at % 5 === 0 ? null : at })
profile.addEvent({ userId: 'u', itemId: 'i3', time: 1, eventType: 'x', eventValue: null, fields: {} })

const examples = [
  'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")',
  'INCLUDE ItemID WHERE Items.A IN ("x", "y") AND Items.N > 0 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("x")',
  'INCLUDE ItemID WHERE Items.A IN ($P) AND Items.N >= $Q | EXCLUDE ItemID WHERE Items.A NOT IN ("x","6")',
  'EXCLUDE ItemID WHERE Items.A IN ("x") IF CurrentUser.N < 18 AND CurrentUser.A = $P',
  'INCLUDE ItemID WHERE Items.N <= CurrentItem.N OR Items.A IN CurrentItem.A',
  'INCLUDE UserID WHERE Users.A IN ("gold","silver") AND Users.N != -1.5',
  'INCLUDE ItemID WHERE Items.constructor IN ($constructor) OR Items.A IN ("__proto__", "toString")',
]

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T

const noise = (random: Random): string => String.fromCharCode(random.below(0x10000))

/** A real one with pieces put in, taken out or doubled. */
function mutated(random: Random, from: readonly string[]): string {
  let text = pick(random, from)
  for (let times = random.below(4); times > 0; times--) {
    const at = random.below(text.length + 1)
    const length = random.below(6)
    const put = [pick(random, filterPieces), noise(random), text.slice(at, at + 40), ''][random.below(4)] as string
    text = text.slice(0, at) + put + text.slice(at + length)
  }
  return text
}

function hostile(random: Random): string {
  const kind = random.below(8)
  if (kind < 5) return mutated(random, examples)
  if (kind < 7)
    return Array.from({ length: random.below(40) }, () => pick(random, filterPieces)).join(pick(random, ['', ' ']))
  return Array.from({ length: random.below(60) }, () => noise(random)).join('')
}

const bare = (value: unknown): string => JSON.stringify(value, (key, entry) => (key === 'place' ? undefined : entry))

const sets = new ConditionSets(profile.items, 1_000_000)

const fieldAt =
  (row: number) =>
  (name: string): Cell => {
    const value = profile.items.column(name.toUpperCase())?.valueAt(row)
    return typeof value === 'boolean' ? null : value
  }

const outcome = (work: () => string): string => {
  try {
    return work()
  } catch (error) {
    if (error instanceof MissingFilterValue) return error.message
    throw error
  }
}

function evaluated(filter: CheckedFilter, values: string): void {
  if (filter.target !== 'ItemID') return
  const given = filter.placeholders.filter((_, at) => at % 2 === 0 || values.length % 2 === 0)
  const events = profile.interactionsOf(0)
  const request: RowRequest = {
    values: new Map(given.map(name => [name, valuesIn(values)])),
    user: name => (name === 'N' ? 12 : 'x'),
    item: fieldAt(4),
    events,
    eventTypes: profile.eventTypes,
  }
  const all = Array.from({ length: profile.items.size }, (_, row) => row)
  const atOnce = outcome(() => {
    const rows = allowedRows(filter, sets, request)
    return all.map(row => Number(rows?.has(row) ?? true)).join('')
  })
  const plainly = outcome(() =>
    all
      .map(row =>
        Number(allows(filter, { fields: fieldAt(row), eventTypes: row === events.itemAt(0) ? ['x'] : [] }, request)),
      )
      .join(''),
  )
  assert.equal(atOnce, plainly)
}

/** Gives whether the text is a filter. */
function tried(text: string, values: string): boolean {
  try {
    const filter = checkFilter(parseFilter(text), text, schema)
    const printed = printFilter(filter)
    if (printed.length <= 2500) assert.equal(bare(checkFilter(parseFilter(printed), printed, schema)), bare(filter))
    evaluated(filter, values)
    return true
  } catch (error) {
    assert.ok(
      error instanceof FilterFault,
      `${String(error)} from ${JSON.stringify(text)} with ${JSON.stringify(values)}`,
    )
    return false
  }
}

const valueExamples = ['"a","b"', '19.5', 'Western, Short', '\\"a\\",\\"b\\"', '"say \\"hi\\"","x"', '']

test(`${count} hostile expressions: no other error, none without end, memory as before`, context => {
  const random = seededRandom(seed)
  let accepted = 0
  let slowestMs = 0
  let slowest = ''
  let heapBefore = 0
  for (let at = 0; at < count; at++) {
    const text = hostile(random)
    const values = mutated(random, valueExamples).slice(0, 1000)
    const start = performance.now()
    if (tried(text, values)) accepted++
    const taken = performance.now() - start
    if (taken > slowestMs) [slowestMs, slowest] = [taken, text]
    if (at === Math.floor(count / 10)) heapBefore = process.memoryUsage().heapUsed
  }
  const grown = process.memoryUsage().heapUsed - heapBefore
  assert.ok(
    accepted > count / 50,
    `${accepted} were filters: the mutations are too wild to test what follows the parser`,
  )
  context.diagnostic(
    `${accepted} were filters; the slowest took ${slowestMs.toFixed(0)} ms: ${JSON.stringify(slowest)}`,
  )
  assert.ok(grown < 200e6, `the heap grew by ${Math.round(grown / 1e6)} MB`)
  assert.ok(sets.byteCount <= 1_000_000)
})
