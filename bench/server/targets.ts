/** What is asked of a shop's server, as requests that are signed when they are needed: a signature is good for five minutes. */

import { itemIdOf } from '../../src/demo/shop/items.ts'
import { userIdOf } from '../../src/demo/shop/users.ts'
import { filteredBy, filteredByNew } from './add-filter.ts'
import type { ShopServer } from './shop-server.ts'
import { signed } from './signed-requests.ts'

export const describing = 'DescribeCampaign'
export const recommending = 'GetRecommendations'
export const filtering = 'GetRecommendations, filtered'
/** Of few users who have done nothing since they last asked. */
export const filteringAgain = 'GetRecommendations, filtered, 3,000 users again'
/** Every request has a value that none had before. */
export const filteringAnew = 'GetRecommendations, filtered by a new value'
export const ranking = 'GetPersonalizedRanking of 500'

export type Target =
  | typeof describing
  | typeof recommending
  | typeof filtering
  | typeof filteringAgain
  | typeof filteringAnew
  | typeof ranking

export interface Targets {
  /** Of strangers, those whose turn it is. */
  requests(target: Target, count?: number): readonly string[]
  /** So many of them were sent: it is the turn of those after them. */
  sent(target: Target, count: number): void
}

/** Unless somebody says how many; twice as many are more than a server remembers answers of. */
const strangerCount = 10_000
const againCount = 3000
const rankingCount = 1000
const rankedCount = 500

const isOfStrangers = (target: Target): boolean =>
  target === recommending || target === filtering || target === filteringAnew

export function targetsOf({ plan, server, made, filterArn, rankingArn }: ShopServer): Targets {
  const { url, credentials } = server
  const campaignArn = made.campaign
  /** All strangers are asked for before one comes again, so that each request costs a search. */
  let nextStranger = 0
  const askedBy = (user: number, more: object) => {
    const input = { campaignArn, userId: userIdOf(user % plan.userCount), ...more }
    return signed(url, credentials, { path: '/recommendations', input })
  }
  const rankedFor = (n: number) => {
    const inputList = Array.from({ length: Math.min(rankedCount, plan.itemCount) }, (_, at) =>
      itemIdOf((n * 31 + at * 7) % plan.itemCount),
    )
    const input = { campaignArn: rankingArn, userId: userIdOf(n % plan.userCount), inputList }
    return signed(url, credentials, { path: '/personalize-ranking', input })
  }
  const requestsOf = (target: Target, count?: number): readonly string[] => {
    const strangers = (ask: (n: number) => object) =>
      Array.from({ length: count ?? strangerCount }, (_, n) => askedBy(nextStranger + n, ask(n)))
    switch (target) {
      case describing:
        return [signed(url, credentials, { target: 'DescribeCampaign', input: { campaignArn } })]
      case recommending:
        return strangers(() => ({}))
      case filtering:
        return strangers(n => filteredBy(filterArn, n))
      case filteringAnew:
        return strangers(n => filteredByNew(filterArn, nextStranger + n))
      case filteringAgain:
        return Array.from({ length: againCount }, (_, n) => askedBy(n, filteredBy(filterArn, n)))
      case ranking:
        return Array.from({ length: rankingCount }, (_, n) => rankedFor(n))
    }
  }
  return {
    requests: requestsOf,
    sent: (target, count) => {
      if (isOfStrangers(target)) nextStranger += count
    },
  }
}
