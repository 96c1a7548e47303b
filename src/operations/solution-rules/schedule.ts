/** When a solution trains by itself [control-plane page, sections 1 and 11.3]. */

import { invalidInput } from '../../contract/errors.ts'
import type { Asked, Unchosen } from './asked.ts'

const daysMax = 30

/** Whatever the recipe, and where AutoML is to find one. The shape has checked the form `rate(N days)`. */
export const scheduleFits = ({ config: { autoTrainingConfig } }: Pick<Asked, 'config'>): void => {
  const expression = autoTrainingConfig?.schedulingExpression
  if (expression === undefined) return
  const days = Number(/\d+/.exec(expression)?.[0])
  if (days >= 1 && days <= daysMax) return
  throw invalidInput(`The rate of schedulingExpression must be 1 to ${daysMax} days: ${expression}`)
}

/** [doc: section 11.3] */
const incremental = 'aws-semantic-similarity'

/** AutoML chooses among recipes for users, so it never finds the one recipe that has incremental updates. */
export const incrementalUpdateFits = ({ recipe, performIncrementalUpdate }: Asked | Unchosen): void => {
  if (!performIncrementalUpdate || recipe?.name === incremental) return
  throw invalidInput(`performIncrementalUpdate is for ${incremental} only, not for ${recipe?.name ?? 'AutoML'}.`)
}
