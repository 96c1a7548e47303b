/** Trainer of Popularity-Count: one list for everyone. */

import { fitPopularity } from '../../algorithms/popularity/fit.ts'
import type { Trainer } from './trainer.ts'

export const popularityTrainer: Trainer = {
  name: 'popularity',
  interactionsPerSecond: 1_000_000,
  fit: histories => {
    const params = fitPopularity(histories)
    return {
      recommend: (_query, count) => params.order.subarray(0, count),
      model: ({ origin, items }) => ({ kind: 'popularity', origin, items, params }),
    }
  },
}
