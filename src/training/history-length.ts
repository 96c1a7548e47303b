/**
 * Leaves users out of training whose history is shorter or longer than the recipe's percentiles of history length: bots
 * and empty accounts [doc]. A percentile is the nearest rank among all users.
 */

import type { Histories } from '../algorithms/histories.ts'
import { keepUsers } from './keep-users.ts'
import type { ParameterValues } from './parameter-values.ts'

export function withinHistoryLengths(histories: Histories, values: ParameterValues): Histories {
  if (!values.has('min_user_history_length_percentile')) return histories
  const { offsets, userCount } = histories
  const lengthOf = (user: number): number => offsets[user + 1]! - offsets[user]!
  const sorted = Uint32Array.from({ length: userCount }, (_, user) => lengthOf(user)).sort()
  const least = nearestRank(sorted, values.number('min_user_history_length_percentile'))
  const most = nearestRank(sorted, values.number('max_user_history_length_percentile'))
  return keepUsers(histories, user => lengthOf(user) >= least && lengthOf(user) <= most)
}

const nearestRank = (sorted: Uint32Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
