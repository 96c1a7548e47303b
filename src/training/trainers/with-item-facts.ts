/**
 * Adds what is known of items to a trainer of personal models: new items get their places, an objective its share, and the
 * model carries the ages and counts that exploration goes by. What is measured is the order with all of it.
 */

import type { Histories } from '../../algorithms/histories.ts'
import { ageDaysOf } from '../../algorithms/item-facts/ages.ts'
import { applyItemFacts } from '../../algorithms/item-facts/apply.ts'
import type { ItemFacts } from '../../algorithms/item-facts/params.ts'
import { fitNewItems } from '../../algorithms/new-items/fit.ts'
import { distinctUserCounts } from '../../algorithms/popularity/fit.ts'
import { assert } from '../../base/assert.ts'
import { topItems } from '../../kernels/top-items.ts'
import { coldItemsOf } from '../cold-items.ts'
import { boostsOf } from '../objective.ts'
import type { ParameterValues } from '../parameter-values.ts'
import { bytesLeft, type FitContext, type Fitted, type Trainer } from './trainer.ts'

export const withItemFacts = (trainer: Trainer): Trainer => ({
  ...trainer,
  fit: async (histories, values, context) => {
    const fitted = await trainer.fit(histories, values, context)
    return decorated(fitted, factsOf(histories, values, context), context)
  },
})

function factsOf(histories: Histories, values: ParameterValues, context: FitContext): ItemFacts {
  const { features, objective, seed, means } = context
  const newItems = fitNewItems(histories, features, { seed, byteCountMax: bytesLeft(means) })
  const boosts = objective && boostsOf(objective)
  const ageDays = ageDaysOf(histories, features?.creationTimes)
  const userCounts = distinctUserCounts(histories)
  const allowed = coldItemsOf({ ageDays, userCounts }, values)
  return { ageDays, userCounts, ...(newItems && { newItems }), ...(boosts && { boosts }), ...(allowed && { allowed }) }
}

function decorated(fitted: Fitted, facts: ItemFacts, context: FitContext): Fitted {
  const { score } = fitted
  assert(score, 'a personal model gives scores')
  const catalogue = Uint32Array.from(facts.ageDays, (_, item) => item)
  context.note('placing new items')
  return {
    ...fitted,
    recommend: (query, count, place) => {
      const scores = score(query, place)
      applyItemFacts(facts, query, scores)
      return topItems(scores, catalogue, count).filter(item => scores[item]! > Number.NEGATIVE_INFINITY)
    },
    model: parts => {
      const model = fitted.model(parts)
      assert(model.kind === 'blend', 'only blends carry facts of items')
      return { ...model, facts }
    },
  }
}
