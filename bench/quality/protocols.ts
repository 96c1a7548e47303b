/**
 * The protocols, as data: which set, which split, which recipe, how often, what is measured, and what it must reach. Nothing
 * of this is known to the server: it is given data, a recipe and requests.
 */

import { join } from 'node:path'
import { type Interactions, readInteractions, withEventType, withoutRareItems } from './interactions.ts'
import { hitRateAt, type Metric, ndcgAt, precisionAt, recallAt, reciprocalRankAt, recordedNdcg } from './metrics.ts'
import { readCsv } from './read-csv.ts'
import {
  everyPrefix,
  fifthOfRows,
  fixedSplit,
  lastOne,
  newestOfEveryUser,
  newestTenth,
  type Query,
  type Split,
  tenthOfUsers,
} from './splits.ts'

export interface Measure {
  readonly title: string
  readonly of: Metric
  readonly must?: number
  readonly aim?: number
}

/** One way of training and asking on a split; most protocols have one. */
export interface Arm {
  readonly name: string
  /** Columns of the interactions that are imported; absent: all. */
  readonly columns?: readonly string[]
  readonly sendsContext?: true
}

export interface Protocol {
  readonly id: string
  readonly title: string
  readonly set: string
  readonly recipe: string
  /** Splits with so many seeds, from the first draw on. */
  readonly drawCount: number
  /** 1 unless somebody looked at the test parts of earlier ones while the recipe was made. */
  readonly firstDraw?: number
  /** Length of the lists that are measured. */
  readonly listLength: number
  /** A paired test holds the first arm against the second. */
  readonly arms?: readonly [Arm, Arm]
  readonly serverFlags?: readonly string[]
  /** Longest training allowed, in seconds. */
  readonly trainingSecondsMax?: number
  readonly measures: readonly Measure[]
  readonly split: (data: string, seed: number) => Promise<Split & { readonly columns: readonly string[] }>
}

const personal = 'aws-user-personalization-v2'

/** Decisions 0260 to 0264 were taken in sight of test parts of draws 1 and 2, and figures of 3 to 10 were seen since. */
const firstUnseenDraw = 11

const fileOf = (data: string, set: string, name = 'interactions'): string => join(data, set, `${name}.csv.gz`)

const withColumns = (all: Interactions, split: Split) => ({ ...split, columns: all.columns })

const moviesLeaveOneOut = async (data: string) => {
  // The form of the published results: items with fewer than five ratings are left out.
  const all = withoutRareItems(await readInteractions(fileOf(data, 'ml-1m')), 5)
  return withColumns(all, newestOfEveryUser(all, lastOne, { dropsSeen: true }))
}

const ratedAboveThree = (fields: readonly string[], columns: readonly string[]): boolean =>
  Number(fields[columns.indexOf('EVENT_VALUE')]) > 3

async function relatedItems(data: string, column: string): Promise<Split & { columns: readonly string[] }> {
  const all = await readInteractions(fileOf(data, 'amazon-grocery'))
  const known = new Set(all.items)
  const rows = await readCsv(fileOf(data, 'amazon-grocery', 'items'))
  const queries: Query[] = rows
    .map(row => ({ itemId: row.ITEM_ID ?? '', truth: new Set(row[column]?.split('|').filter(id => id !== '')) }))
    .filter(({ itemId, truth }) => known.has(itemId) && truth.size > 0)
  return { train: all.lines, later: [], queries, columns: all.columns }
}

const related = (recipe: string, kind: 'bought' | 'viewed', must?: number, aim?: number): Protocol => ({
  id: `grocery-${kind}-${recipe.replace('aws-', '')}`,
  title: `amazon-grocery, related items: also ${kind}`,
  set: 'amazon-grocery',
  recipe,
  drawCount: 1,
  listLength: 25,
  measures: [
    {
      title: 'P@10',
      of: precisionAt(10),
      ...(must === undefined ? {} : { must }),
      ...(aim === undefined ? {} : { aim }),
    },
    { title: 'HR@10', of: hitRateAt(10) },
  ],
  split: data => relatedItems(data, kind === 'bought' ? 'ALSO_BOUGHT' : 'ALSO_VIEWED'),
})

/**
 * A schema has room for five. COST is a property of the app, not of the situation; ISWEEKEND follows from the weekday, and
 * HOMEWORK has three values.
 */
const appContext = ['DAYTIME', 'WEEKDAY', 'WEATHER', 'COUNTRY', 'CITY']
const bareColumns = ['USER_ID', 'ITEM_ID', 'TIMESTAMP']
const appQueriesMax = 4000

export const protocols: readonly Protocol[] = [
  {
    id: 'ml-1m-last-closed',
    title: 'ml-1m, leave one out, closed forms alone',
    set: 'ml-1m',
    recipe: personal,
    drawCount: 1,
    listLength: 10,
    serverFlags: ['--sequence-minutes', '0'],
    trainingSecondsMax: 30,
    measures: [
      { title: 'NDCG@10', of: ndcgAt(10), must: 0.165, aim: 0.17 },
      { title: 'HR@10', of: hitRateAt(10), must: 0.283, aim: 0.29 },
    ],
    split: moviesLeaveOneOut,
  },
  {
    id: 'ml-1m-last',
    title: 'ml-1m, leave one out',
    set: 'ml-1m',
    recipe: personal,
    drawCount: 1,
    listLength: 10,
    trainingSecondsMax: 720,
    measures: [
      { title: 'NDCG@10', of: ndcgAt(10), must: 0.183, aim: 0.195 },
      { title: 'HR@10', of: hitRateAt(10), must: 0.312, aim: 0.33 },
    ],
    split: moviesLeaveOneOut,
  },
  {
    id: 'ml-1m-tenth',
    title: 'ml-1m, newest 10 % of every user',
    set: 'ml-1m',
    recipe: personal,
    drawCount: 1,
    listLength: 25,
    measures: [
      { title: 'P@10', of: precisionAt(10), must: 0.125, aim: 0.15 },
      { title: 'MRR@25', of: reciprocalRankAt(25), must: 0.3, aim: 0.36 },
    ],
    split: async data => {
      const all = await readInteractions(fileOf(data, 'ml-1m'))
      return withColumns(all, newestOfEveryUser(all, newestTenth, { dropsSeen: false }))
    },
  },
  {
    id: 'ml-100k-last',
    title: 'ml-100k rating > 3, last item of 10 % of the users',
    set: 'ml-100k',
    recipe: personal,
    drawCount: 10,
    firstDraw: firstUnseenDraw,
    listLength: 25,
    measures: [
      { title: 'MRR@25', of: reciprocalRankAt(25), must: 0.061, aim: 0.091 },
      { title: 'NDCG@25', of: ndcgAt(25), must: 0.1, aim: 0.131 },
      { title: 'NDCG@25 as recorded', of: recordedNdcg(25) },
      { title: 'P@5', of: precisionAt(5) },
      { title: 'P@25', of: precisionAt(25) },
    ],
    split: async (data, seed) => {
      const all = await readInteractions(fileOf(data, 'ml-100k'), ratedAboveThree)
      return withColumns(all, tenthOfUsers(all, lastOne, seed))
    },
  },
  {
    id: 'watch-click-tenth',
    title: 'ml-latest-small watch/click, newest 10 % of 10 % of the users',
    set: 'ml-latest-small',
    recipe: personal,
    drawCount: 10,
    firstDraw: firstUnseenDraw,
    listLength: 25,
    measures: [
      { title: 'P@5', of: precisionAt(5), must: 0.086, aim: 0.095 },
      { title: 'P@25', of: precisionAt(25), must: 0.042, aim: 0.05 },
      { title: 'MRR@25', of: reciprocalRankAt(25), must: 0.26, aim: 0.3 },
      { title: 'NDCG@25', of: ndcgAt(25) },
      { title: 'NDCG@25 as recorded', of: recordedNdcg(25) },
    ],
    split: async (data, seed) => {
      const all = await readInteractions(fileOf(data, 'ml-latest-small', 'interactions-events'))
      return withColumns(all, tenthOfUsers(all, newestTenth, seed))
    },
  },
  {
    id: 'gowalla',
    title: 'gowalla, published split',
    set: 'gowalla',
    recipe: personal,
    drawCount: 1,
    listLength: 20,
    trainingSecondsMax: 120,
    measures: [
      { title: 'R@20', of: recallAt(20), must: 0.183, aim: 0.19 },
      { title: 'NDCG@20', of: ndcgAt(20), must: 0.15, aim: 0.158 },
    ],
    split: async data => {
      const train = withEventType(await readInteractions(fileOf(data, 'gowalla')), 'visit')
      return withColumns(train, fixedSplit(train, await readInteractions(fileOf(data, 'gowalla', 'test'))))
    },
  },
  {
    id: 'diginetica',
    title: 'diginetica, every prefix of the test sessions',
    set: 'diginetica',
    recipe: personal,
    drawCount: 1,
    listLength: 20,
    measures: [
      { title: 'R@20', of: recallAt(20), must: 0.5, aim: 0.53 },
      { title: 'MRR@20', of: reciprocalRankAt(20), must: 0.17, aim: 0.19 },
    ],
    split: async data => {
      const train = await readInteractions(fileOf(data, 'diginetica'))
      return withColumns(train, everyPrefix(train, await readInteractions(fileOf(data, 'diginetica', 'test'))))
    },
  },
  {
    id: 'grocery-tenth',
    title: 'amazon-grocery, newest 10 % of 10 % of the users',
    set: 'amazon-grocery',
    recipe: personal,
    drawCount: 1,
    listLength: 10,
    measures: [{ title: 'NDCG@10', of: ndcgAt(10), must: 0.063, aim: 0.068 }],
    split: async (data, seed) => {
      const all = await readInteractions(fileOf(data, 'amazon-grocery'))
      return withColumns(all, tenthOfUsers(all, newestTenth, seed))
    },
  },
  {
    id: 'grocery-every',
    title: 'amazon-grocery, newest 10 % of every user',
    set: 'amazon-grocery',
    recipe: personal,
    drawCount: 1,
    listLength: 10,
    measures: [{ title: 'NDCG@10', of: ndcgAt(10), must: 0.063, aim: 0.068 }],
    split: async data => {
      const all = await readInteractions(fileOf(data, 'amazon-grocery'))
      return withColumns(all, newestOfEveryUser(all, newestTenth, { dropsSeen: false }))
    },
  },
  related('aws-similar-items', 'bought', 0.125, 0.135),
  related('aws-similar-items', 'viewed', 0.108, 0.115),
  related('aws-sims', 'bought'),
  related('aws-sims', 'viewed'),
  {
    id: 'frappe-context',
    title: 'frappe, with context against without',
    set: 'frappe',
    recipe: personal,
    drawCount: 10,
    listLength: 10,
    arms: [
      { name: 'with context', columns: [...bareColumns, ...appContext], sendsContext: true },
      { name: 'without', columns: bareColumns },
    ],
    measures: [{ title: 'NDCG@10', of: ndcgAt(10) }],
    split: async (data, seed) => {
      const all = await readInteractions(fileOf(data, 'frappe'))
      return withColumns(all, fifthOfRows(all, appContext, seed, appQueriesMax))
    },
  },
]
