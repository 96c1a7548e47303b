/** What AutoML is told: recipes that exist, and a metric that each of them has [control-plane page, sections 13.1 and 14.2]. */

import { invalidInput, notFound } from '../../contract/errors.ts'
import { findRecipe } from '../../recipes/catalogue.ts'
import { itemMetricNames } from '../../recipes/metric-names.ts'
import type { Unchosen } from './asked.ts'

export const autoMlFits = ({ config: { autoMLConfig = {} } }: Unchosen): void => {
  const { metricName, recipeList = [] } = autoMLConfig
  const unknown = recipeList.find(arn => findRecipe(arn) === undefined)
  if (unknown !== undefined) throw notFound('recipe', unknown)
  if (metricName === undefined || itemMetricNames.includes(metricName)) return
  throw invalidInput(`metricName must be one of ${itemMetricNames.join(', ')}, not ${metricName}.`)
}
