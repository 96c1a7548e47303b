/**
 * Trainer of User-Personalization and Personalized-Ranking, both versions: transition rules over a popularity prior.
 * `bptt` is how far back a history is read; `recency_mask` and `apply_recency_bias` let the prior favour the latest.
 * `hidden_dimension` has no counterpart here. The numbers held on all of ml-100k, ml-1m, ml-latest-small, its
 * watch/click file and amazon-grocery; `docs/decisions/0140-transition-rules-first.md` has the table.
 */

import { fitTransitionRules } from '../../algorithms/transition-rules/fit.ts'
import type { TransitionRulesOptions } from '../../algorithms/transition-rules/params.ts'
import { scoreCatalogue } from '../../algorithms/transition-rules/score.ts'
import { topItems } from '../../kernels/top-items.ts'
import { newestInteractions } from '../newest-interactions.ts'
import type { ParameterValues } from '../parameter-values.ts'
import { rowLengthMax } from './row-length.ts'
import type { Trainer } from './trainer.ts'

/** Beyond it the weight of a step back is under 0.1 %, so longer histories change nothing. */
const historyWindowMax = 32

/** Kept of each history for serving; repeats of older items than these are no longer recognised. */
const historyLengthMax = 1000

const optionsFor = (itemCount: number, values: ParameterValues): TransitionRulesOptions => ({
  followerWindow: 20,
  followerDecay: 0.85,
  historyWindow: values.has('bptt') ? values.number('bptt') : historyWindowMax,
  historyDecay: 0.8,
  priorWeight: 0.05,
  priorHalfLifeShare: favoursLatest(values) ? 0.1 : undefined,
  followerCountMax: rowLengthMax(itemCount, 300),
})

const favoursLatest = (values: ParameterValues): boolean =>
  values.text(values.has('recency_mask') ? 'recency_mask' : 'apply_recency_bias') === 'true'

export const transitionRulesTrainer: Trainer = {
  name: 'transition-rules',
  fit: (histories, values) => {
    const params = fitTransitionRules(histories, optionsFor(histories.itemCount, values))
    const scores = new Float32Array(histories.itemCount)
    const catalogue = Uint32Array.from(scores, (_, item) => item)
    return {
      recommend: (query, count) => {
        scoreCatalogue(params, query, scores)
        return topItems(scores, catalogue, count)
      },
      model: ({ origin, items, users, histories: all }) => ({
        kind: 'sequence-rules',
        origin,
        items,
        users,
        params,
        histories: newestInteractions(all, historyLengthMax),
      }),
    }
  },
}
