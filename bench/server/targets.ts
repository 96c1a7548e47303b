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

/** Requests by target; `count` of them where each must be another. */
export type Targets = Readonly<Record<Target, (count?: number) => readonly string[]>>

/** More users than a server remembers answers of, so that each request costs a search. */
const askedCount = 20_000
const againCount = 3000
const rankingCount = 1000
const rankedCount = 500

export function targetsOf({ plan, server, made, filterArn, rankingArn }: ShopServer): Targets {
  const { url, credentials } = server
  const campaignArn = made.campaign
  let [lastValue, lastUser] = [0, 0]
  const asked = (n: number, more: object) => {
    const input = { campaignArn, userId: userIdOf(n % plan.userCount), ...more }
    return signed(url, credentials, { path: '/recommendations', input })
  }
  const asking =
    (more: (n: number) => object) =>
    (count = Math.min(askedCount, Math.max(againCount, plan.userCount))) =>
      Array.from({ length: count }, (_, n) => asked(lastUser++, more(n)))
  const again = () => Array.from({ length: againCount }, (_, n) => asked(n, filteredBy(filterArn, n)))
  const ranks = (count = rankingCount) =>
    Array.from({ length: count }, (_, n) => {
      const inputList = Array.from({ length: Math.min(rankedCount, plan.itemCount) }, (_, at) =>
        itemIdOf((n * 31 + at * 7) % plan.itemCount),
      )
      const input = { campaignArn: rankingArn, userId: userIdOf(n % plan.userCount), inputList }
      return signed(url, credentials, { path: '/personalize-ranking', input })
    })
  return {
    [describing]: () => [signed(url, credentials, { target: 'DescribeCampaign', input: { campaignArn } })],
    [recommending]: asking(() => ({})),
    [filtering]: asking(n => filteredBy(filterArn, n)),
    [filteringAgain]: again,
    [filteringAnew]: asking(() => filteredByNew(filterArn, lastValue++)),
    [ranking]: ranks,
  }
}
