/**
 * trend_prediction_accuracy: how much the recommended items grew in a period after training, divided by how much the same
 * number of items grew that grew most [doc; the key's spelling is inferred]. 0 when none of the recommended grew.
 *
 * @example
 * // Items 2 and 0 grew by 3 and 1; the best two, 1 and 2, by 5 and 3.
 * trendPredictionAccuracy([2, 0], [1, 5, 3]) === 0.5
 * @example
 * trendPredictionAccuracy([0], [0, 0]) === 0
 */
export function trendPredictionAccuracy(recommended: readonly number[], growth: readonly number[]): number {
  const most = [...growth].sort((one, other) => other - one).slice(0, recommended.length)
  const best = sum(most)
  return best > 0 ? sum(recommended.map(item => growth[item]!)) / best : 0
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
