/** Which interactions train: `eventType`, `eventValueThreshold`, `eventsConfig` [control-plane page, section 11.1]. */

import { invalidInput } from '../../contract/errors.ts'
import { hasColumn, type Rule } from './asked.ts'

/** Choosing by event type needs the column [doc]. */
export const eventTypeExists: Rule = ({ schemas, config, eventType }) => {
  if (eventType === undefined && config.eventsConfig === undefined) return
  if (schemas.INTERACTIONS && !hasColumn(schemas.INTERACTIONS, 'EVENT_TYPE')) {
    throw invalidInput('Event types can be chosen only when the schema of the Interactions dataset has EVENT_TYPE.')
  }
}

/** The threshold is text in the model; what is compared is a number. */
export const thresholdIsNumber: Rule = ({ config: { eventValueThreshold } }) => {
  if (eventValueThreshold === undefined) return
  if (eventValueThreshold.trim() === '' || !Number.isFinite(Number(eventValueThreshold))) {
    throw invalidInput(`eventValueThreshold must be a number, not ${eventValueThreshold}.`)
  }
}

export const eventsConfigFits: Rule = ({ recipe, config: { eventsConfig }, eventType }) => {
  if (!eventsConfig) return
  if (!recipe.supportsEventsConfig) throw invalidInput(`${recipe.name} does not support eventsConfig.`)
  if (eventType !== undefined) throw invalidInput('eventType and eventsConfig cannot be given together.')
  const types = (eventsConfig.eventParametersList ?? []).map(parameters => parameters.eventType)
  if (types.includes(undefined)) throw invalidInput('Each element of eventParametersList must have an eventType.')
  const twice = types.find((type, index) => types.indexOf(type) !== index)
  if (twice !== undefined) throw invalidInput(`eventParametersList names the event type ${twice} more than once.`)
}
