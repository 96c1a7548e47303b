/**
 * The rules on a solution with a recipe, in the order they are checked; the first that is broken is told. Without one, which
 * is AutoML, only the schedule is looked at: nothing else of the configuration is read then [doc].
 */

import type { Asked, Rule } from './asked.ts'
import { eventsConfigFits, eventTypeExists, thresholdIsNumber } from './events.ts'
import { hpoFits } from './hpo.ts'
import { hyperParametersFit } from './hyper-parameters.ts'
import { incrementalUpdateFits, scheduleFits } from './schedule.ts'
import { objectiveFits, trainingColumnsFit } from './training-data.ts'

const rules: readonly Rule[] = [
  eventsConfigFits,
  eventTypeExists,
  thresholdIsNumber,
  hyperParametersFit,
  hpoFits,
  objectiveFits,
  trainingColumnsFit,
  scheduleFits,
  incrementalUpdateFits,
]

type Unchosen = Pick<Asked, 'config'> & { readonly recipe: undefined }

export const checkSolution = (asked: Asked | Unchosen): void => {
  if (asked.recipe === undefined) scheduleFits(asked)
  else for (const rule of rules) rule(asked)
}
