/**
 * Keys of the metrics that every recipe which recommends or ranks items has [sample: control-plane page, 13.1]. AutoML
 * may be told to go by any of them.
 */

export const metricCutOffs = [5, 10, 25] as const

export const itemMetricNames: readonly string[] = [
  'coverage',
  'mean_reciprocal_rank_at_25',
  ...metricCutOffs.map(k => `normalized_discounted_cumulative_gain_at_${k}`),
  ...metricCutOffs.map(k => `precision_at_${k}`),
]
