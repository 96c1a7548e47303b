/** Trainer of SIMS. A test user's query is the last item of the query part. */

import { fitCoOccurrence } from '../../algorithms/co-occurrence/fit.ts'
import { relatedItems } from '../../algorithms/co-occurrence/score.ts'
import { rowLengthMax } from './row-length.ts'
import type { Trainer } from './trainer.ts'

/** The most results a request may ask for [doc]. */
const resultCountMax = 500

export const coOccurrenceTrainer: Trainer = {
  name: 'co-occurrence',
  interactionsPerSecond: 800_000,
  fit: (histories, values) => {
    const params = fitCoOccurrence(histories, {
      popularityDiscountFactor: values.number('popularity_discount_factor'),
      minCointeractionCount: values.number('min_cointeraction_count'),
      minItemInteractionCountPercentile: values.number('min_item_interaction_count_percentile'),
      maxItemInteractionCountPercentile: values.number('max_item_interaction_count_percentile'),
      neighbourCountMax: rowLengthMax(histories.itemCount, resultCountMax),
    })
    return {
      recommend: (query, count) => relatedItems(params, query.at(-1) ?? -1, count),
      model: ({ origin, items }) => ({ kind: 'related-items', origin, items, params }),
    }
  },
}
