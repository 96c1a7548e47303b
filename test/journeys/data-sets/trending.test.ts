/** Trends over the weeks of recorded ratings: what Trending-Now tells grows more than what is popular. */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { Histories } from '../../../src/algorithms/histories.ts'
import { fitPopularity } from '../../../src/algorithms/popularity/fit.ts'
import { fitTrending } from '../../../src/algorithms/trending/fit.ts'
import { growthAfter } from '../../../src/algorithms/trending/growth.ts'
import { newestTime } from '../../../src/algorithms/trending/steps.ts'
import { repositoryRoot } from '../../fixtures/server/server-process.ts'

const hour = 3600

interface Visit {
  readonly user: number
  readonly item: number
  readonly time: number
}

const shared = join(
  process.env.ATTUNE_SHARED ?? join(repositoryRoot, '..', 'shared'),
  'data/ml-100k/interactions.csv.gz',
)

/** Of a CSV with user, item and time first. */
function readVisits(path: string): Visit[] {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString().trim().split('\n')
  return lines.map(line => {
    const [user, item, time] = line.split(',').map(Number)
    return { user: user!, item: item!, time: time! }
  })
}

const skip = existsSync(shared) ? false : `${shared} is not there`

test('trending: over the weeks of ml-100k the growth of what is told beats that of the most popular', { skip }, () => {
  const visits = readVisits(shared).sort((one, other) => one.user - other.user || one.time - other.time)
  const data = sortedHistories(visits)
  const week = 7 * 24 * hour
  const share = (growth: Float32Array, items: Uint32Array) => {
    const most = growth.toSorted().subarray(-25)
    return items.subarray(0, 25).reduce((sum, item) => sum + growth[item]!, 0) / most.reduce((sum, one) => sum + one, 0)
  }
  const popular = fitPopularity(data).order
  const gains = Array.from({ length: 25 }, (_, at) => {
    const end = newestTime(data) - (at + 1) * week
    const growth = growthAfter(data, end, week)
    return share(growth, fitTrending(data, { stepSeconds: week, end }).order) - share(growth, popular)
  })
  assert.ok(gains.reduce((sum, gain) => sum + gain, 0) > 0, String(gains))
})

function sortedHistories(visits: readonly Visit[]): Histories {
  const userCount = Math.max(...visits.map(({ user }) => user)) + 1
  const offsets = new Uint32Array(userCount + 1)
  for (const { user } of visits) offsets[user + 1]! += 1
  for (let user = 0; user < userCount; user++) offsets[user + 1]! += offsets[user]!
  return {
    userCount,
    itemCount: Math.max(...visits.map(({ item }) => item)) + 1,
    offsets,
    items: Uint32Array.from(visits, ({ item }) => item),
    times: Float64Array.from(visits, ({ time }) => time),
  }
}
