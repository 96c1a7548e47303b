/**
 * Trainer of Trending-Now: one list for everyone, by how steeply items rise at the time step of
 * `trend_discovery_frequency`. Beside the metrics of all item recipes it has one of its own, about the future: of the
 * latest time steps each is forecast from what came before it.
 */

import type { Histories } from '../../algorithms/histories.ts'
import { fitTrending } from '../../algorithms/trending/fit.ts'
import { growthAfter } from '../../algorithms/trending/growth.ts'
import { newestTime } from '../../algorithms/trending/steps.ts'
import { trendPredictionAccuracy } from '../metrics/trend-prediction-accuracy.ts'
import type { ParameterValues } from '../parameter-values.ts'
import type { Trainer } from './trainer.ts'

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86400 }

const recommendedCount = 25
/** Time steps that are forecast; one alone would say little. */
const forecastCount = 10

/** `30 minutes`, `1 hour`, `1 day` [doc]. */
export function stepSecondsOf(values: ParameterValues): number {
  const [count, unit = ''] = values.text('trend_discovery_frequency').split(' ')
  return Number(count) * secondsOf[unit.replace(/s$/, '')]!
}

/** A step in which nothing grew, or before which nothing happened, has nothing to forecast. */
function forecastAccuracy(histories: Histories, stepSeconds: number): number {
  const newest = newestTime(histories)
  const oldest = histories.times.reduce((one, other) => Math.min(one, other), newest)
  const shares = Array.from({ length: forecastCount }, (_, at) => {
    const end = newest - (at + 1) * stepSeconds
    if (end < oldest) return undefined
    const growth = growthAfter(histories, end, stepSeconds)
    if (!growth.some(value => value > 0)) return undefined
    const { order } = fitTrending(histories, { stepSeconds, end })
    return trendPredictionAccuracy(Array.from(order.subarray(0, recommendedCount)), Array.from(growth))
  }).filter(share => share !== undefined)
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
}

export const trendingTrainer: Trainer = {
  name: 'trending',
  interactionsPerSecond: 1_000_000,
  fit: (histories, values) => {
    const params = fitTrending(histories, { stepSeconds: stepSecondsOf(values) })
    return {
      recommend: (_query, count) => params.order.subarray(0, count),
      model: ({ origin, items }) => ({ kind: 'trending', origin, items, params }),
    }
  },
  ownMetrics: (histories, values) => ({
    trend_prediction_accuracy: forecastAccuracy(histories, stepSecondsOf(values)),
  }),
}
