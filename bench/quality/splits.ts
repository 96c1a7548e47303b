/**
 * Ways to part a data set into what is trained on, what is imported afterwards, and what is asked with the truth beside it.
 * Users that the training must not see get their histories by an import after it, so that no truth is learned from.
 */

import { seededRandom } from '../../src/base/random.ts'
import { historiesOf, type Interactions } from './interactions.ts'

export interface Query {
  readonly userId?: string
  readonly itemId?: string
  readonly context?: Readonly<Record<string, string>>
  readonly truth: ReadonlySet<string>
  /** Items that do not count as answers; absent where the protocol keeps seen items. */
  readonly seen?: ReadonlySet<string>
}

export interface Split {
  /** Lines imported before the training. */
  readonly train: readonly string[]
  /** Lines imported after it. */
  readonly later: readonly string[]
  readonly queries: readonly Query[]
}

/** How many of a history's newest rows are the truth. */
export type HeldOut = (length: number) => number

export const lastOne: HeldOut = () => 1
export const newestTenth: HeldOut = length => Math.max(1, Math.floor(length / 10))

const parted = ({ items }: Interactions, rows: readonly number[], heldOut: HeldOut) => {
  const cut = rows.length - heldOut(rows.length)
  return { older: rows.slice(0, cut), truth: new Set(rows.slice(cut).map(row => items[row]!)) }
}

interface SeenPolicy {
  readonly dropsSeen: boolean
}

/** Every user is trained on, but for the newest rows. */
export function newestOfEveryUser(all: Interactions, heldOut: HeldOut, { dropsSeen }: SeenPolicy): Split {
  const train: string[] = []
  const queries: Query[] = []
  for (const [userId, rows] of historiesOf(all)) {
    const { older, truth } = rows.length > 1 ? parted(all, rows, heldOut) : { older: rows, truth: new Set<string>() }
    for (const row of older) train.push(all.lines[row]!)
    const seen = dropsSeen ? { seen: new Set(older.map(row => all.items[row]!)) } : {}
    if (truth.size > 0) queries.push({ userId, truth, ...seen })
  }
  return { train, later: [], queries }
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = seededRandom(seed)
  const all = [...values]
  for (let at = all.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    ;[all[at], all[other]] = [all[other]!, all[at]!]
  }
  return all
}

/** A tenth of the users is kept from the training altogether; their older rows come by an import after it. */
export function tenthOfUsers(all: Interactions, heldOut: HeldOut, seed: number): Split {
  const histories = historiesOf(all)
  const eligible = [...histories].filter(([, rows]) => rows.length > 1).map(([user]) => user)
  const tests = new Set(shuffled(eligible, seed).slice(0, Math.floor(histories.size / 10)))
  const later: string[] = []
  const queries: Query[] = []
  for (const userId of tests) {
    const { older, truth } = parted(all, histories.get(userId) ?? [], heldOut)
    for (const row of older) later.push(all.lines[row]!)
    queries.push({ userId, truth })
  }
  return { train: all.lines.filter((_, row) => !tests.has(all.users[row]!)), later, queries }
}

/** The data set brings its own test part; items of the training part do not count. */
export function fixedSplit(train: Interactions, test: Interactions): Split {
  const seen = historiesOf(train)
  const queries = [...historiesOf(test)].map(([userId, rows]) => ({
    userId,
    truth: new Set(rows.map(row => test.items[row]!)),
    seen: new Set((seen.get(userId) ?? []).map(row => train.items[row]!)),
  }))
  return { train: train.lines, later: [], queries }
}

/** Every position of every test session but the first is asked for: each prefix is a user of its own. */
export function everyPrefix(train: Interactions, test: Interactions): Split {
  const later: string[] = []
  const queries: Query[] = []
  for (const [session, rows] of historiesOf(test)) {
    for (let length = 1; length < rows.length; length++) {
      const userId = `${session}.${length}`
      for (const row of rows.slice(0, length)) later.push(`${userId},${test.items[row]},${test.times[row]}`)
      queries.push({ userId, truth: new Set([test.items[rows[length]!]!]) })
    }
  }
  return { train: train.lines, later, queries }
}

const withTime = (line: string, time: number): string => {
  const [user, item, _, ...others] = line.split(',')
  return [user, item, time, ...others].join()
}

/**
 * A fifth of the rows, drawn at random, is asked for by user and context. The set has no times: each row gets one of its own,
 * in the order drawn, since rows that differ in their context alone would else be one event where the context is left out.
 */
export function fifthOfRows(all: Interactions, contextColumns: readonly string[], seed: number, queryCountMax: number) {
  const rows = shuffled([...all.lines.keys()], seed)
  const cut = Math.floor(rows.length * 0.8)
  const places = contextColumns.map(name => all.columns.indexOf(name))
  const groups = new Map<string, Query & { readonly truth: Set<string> }>()
  for (const row of rows.slice(cut)) {
    const fields = all.lines[row]!.split(',')
    const values = places.map(at => fields[at]!)
    const key = [fields[0], ...values].join()
    const context = Object.fromEntries(contextColumns.map((name, at) => [name, values[at]!]))
    const query = groups.get(key) ?? { userId: fields[0]!, context, truth: new Set<string>() }
    query.truth.add(fields[1]!)
    groups.set(key, query)
  }
  const train = rows.slice(0, cut).map((row, at) => withTime(all.lines[row]!, at + 1))
  return { train, later: [], queries: [...groups.values()].slice(0, queryCountMax) } satisfies Split
}
