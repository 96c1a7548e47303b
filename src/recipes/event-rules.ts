/**
 * Which interactions a solution trains on [doc]: those of its `eventType` with an EVENT_VALUE from
 * `eventValueThreshold` up, or, with an eventsConfig, only those of the listed types, each with its own threshold and
 * weight. Only the ratios of weights count, so they are divided by the largest. Interactions without an EVENT_VALUE
 * do not pass a threshold [inferred].
 */

import type { EventRule } from '../resources/event-rule.ts'
import type { Recipe } from './recipe.ts'

export interface EventSelection {
  readonly eventType?: string
  readonly solutionConfig?: {
    readonly eventValueThreshold?: string
    readonly eventsConfig?: {
      readonly eventParametersList?: readonly {
        readonly eventType?: string
        readonly eventValueThreshold?: number
        readonly weight?: number
      }[]
    }
  }
}

export interface EventRules {
  readonly rules: readonly EventRule[]
  /** With an eventsConfig: the mean of the weights in `rules`. */
  readonly meanWeight?: number
}

export function eventRulesOf(recipe: Recipe, { eventType, solutionConfig }: EventSelection): EventRules {
  const listed = solutionConfig?.eventsConfig?.eventParametersList ?? []
  if (recipe.supportsEventsConfig && listed.length > 0) return weightedRules(listed)
  const threshold = solutionConfig?.eventValueThreshold
  if (eventType === undefined && threshold === undefined) return { rules: [] }
  const eventValueMin = threshold === undefined ? {} : { eventValueMin: Number(threshold) }
  return { rules: [{ ...(eventType === undefined ? {} : { eventType }), ...eventValueMin, weight: 1 }] }
}

type Listed = NonNullable<
  NonNullable<NonNullable<EventSelection['solutionConfig']>['eventsConfig']>['eventParametersList']
>

function weightedRules(listed: Listed): EventRules {
  const weights = listed.map(({ weight }) => weight ?? 1)
  const largest = Math.max(...weights)
  const rules = listed.map(({ eventType, eventValueThreshold }, at) => ({
    ...(eventType === undefined ? {} : { eventType }),
    ...(eventValueThreshold === undefined ? {} : { eventValueMin: eventValueThreshold }),
    weight: largest > 0 ? weights[at]! / largest : 1,
  }))
  return { rules, meanWeight: rules.reduce((sum, rule) => sum + rule.weight, 0) / rules.length }
}
