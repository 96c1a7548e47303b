/** Trainer of Similar-Items. A test user's query is the last item of the query part. */

import { relatedItems } from '../../algorithms/co-occurrence/score.ts'
import { fitSimilarItems } from '../../algorithms/similar-items/fit.ts'
import { rowLengthMax } from './row-length.ts'
import { bytesLeft, type Trainer } from './trainer.ts'
import { vectorsMb } from './vector-memory.ts'

/** The most results a request may ask for [doc]. */
const resultCountMax = 500

export const similarItemsTrainer: Trainer = {
  name: 'similar-items',
  fit: (histories, values, { features, seed, means, note }) => {
    note(features ? 'comparing items by users and metadata' : 'comparing items by users')
    const params = fitSimilarItems(histories, features, {
      popularityDiscountFactor: values.number('popularity_discount_factor'),
      interactionDimension: values.number('item_id_hidden_dim'),
      metadataDimension: values.number('item_metadata_hidden_dim'),
      neighbourCountMax: rowLengthMax(histories.itemCount, resultCountMax),
      seed,
      byteCountMax: bytesLeft(means),
    })
    return {
      recommend: (query, count) => relatedItems(params, query.at(-1) ?? -1, count),
      model: ({ origin, items }) => ({ kind: 'related-items', origin, items, params }),
    }
  },
  interactionsPerSecond: 15_000,
  wantedMb: (histories, values) => vectorsMb(histories, values.number('item_id_hidden_dim'), 1),
}
