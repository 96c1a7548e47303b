/**
 * The rules on a solution with a recipe, in the order they are checked; the first that is broken is told. Without one, which
 * is AutoML, only what it is told is looked at: nothing else of the configuration is read then [doc].
 */

import type { Asked, Rule, Unchosen } from './asked.ts'
import { autoMlFits } from './auto-ml.ts'
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

const rulesOfAutoMl: readonly ((asked: Unchosen) => void)[] = [autoMlFits, scheduleFits, incrementalUpdateFits]

export const checkSolution = (asked: Asked | Unchosen): void => {
  if (asked.recipe === undefined) for (const rule of rulesOfAutoMl) rule(asked)
  else for (const rule of rules) rule(asked)
}
