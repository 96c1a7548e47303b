/**
 * Asks a campaign every query of a split, some at a time, and measures the lists. Seen items are removed by a filter where
 * there is one, else by asking for more and dropping them, which ends at the API's 500.
 */

import type { Measure } from './protocols.ts'
import type { Query } from './splits.ts'
import type { StartedServer } from './started-server.ts'

export interface Question {
  readonly campaignArn: string
  readonly filterArn?: string | undefined
  readonly listLength: number
  readonly sendsContext: boolean
}

export interface Answers {
  /** One value per query, by measure. */
  readonly values: readonly (readonly number[])[]
  readonly seconds: number
  /** Lists that had fewer items than are measured. */
  readonly shortCount: number
}

const atOnce = 16
const resultsMax = 500

async function listFor(server: StartedServer, question: Question, query: Query): Promise<readonly string[]> {
  const { campaignArn, filterArn, listLength, sendsContext } = question
  const { userId, itemId, context, seen } = query
  const dropped = filterArn === undefined ? seen : undefined
  const { itemList = [] } = await server.runtime.getRecommendations({
    campaignArn,
    userId,
    itemId,
    numResults: Math.min(resultsMax, listLength + (dropped?.size ?? 0)),
    ...(filterArn === undefined || !seen ? {} : { filterArn }),
    ...(sendsContext && context ? { context: { ...context } } : {}),
  })
  const items = itemList.map(item => item.itemId ?? '').filter(item => !dropped?.has(item))
  return items.slice(0, listLength)
}

export async function askAll(
  server: StartedServer,
  question: Question,
  queries: readonly Query[],
  measures: readonly Measure[],
): Promise<Answers> {
  const values = measures.map(() => new Array<number>(queries.length))
  const startMs = performance.now()
  let next = 0
  let shortCount = 0
  const work = async () => {
    while (next < queries.length) {
      const at = next++
      const query = queries[at]!
      const list = await listFor(server, question, query)
      if (list.length < question.listLength) shortCount++
      measures.forEach(({ of }, measure) => {
        values[measure]![at] = of(list, query.truth)
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { values, seconds: (performance.now() - startMs) / 1000, shortCount }
}
