/** How a solution is configured; solutions and their versions both carry it. */

import { double, listOf, mapOf, oneOf, optional, structure, text } from '../contract/shape.ts'
import {
  Arn,
  CategoricalValues,
  ContinuousMaxValue,
  ContinuousMinValue,
  EventType,
  HyperParameters,
  IntegerMaxValue,
  IntegerMinValue,
  MetricName,
  ParameterName,
  ParameterValue,
  TrainingDataConfig,
} from '../contract/shapes/common.ts'

export const AutoMLConfig = structure({
  metricName: optional(MetricName),
  recipeList: optional(listOf(Arn, { max: 100 })),
})

export const AutoTrainingConfig = structure({
  schedulingExpression: optional(text({ min: 1, max: 16, match: 'rate\\(\\d+ days?\\)' })),
})

export const CategoricalHyperParameterRange = structure({
  name: optional(ParameterName),
  values: optional(CategoricalValues),
})

export const ContinuousHyperParameterRange = structure({
  name: optional(ParameterName),
  minValue: optional(ContinuousMinValue),
  maxValue: optional(ContinuousMaxValue),
})

export const EventParameters = structure({
  eventType: optional(EventType),
  eventValueThreshold: optional(double()),
  weight: optional(double({ min: 0, max: 1 })),
})

export const EventsConfig = structure({
  eventParametersList: optional(listOf(EventParameters, { max: 10 })),
})

export const HPOObjective = structure({
  type: optional(text({ max: 256 })),
  metricName: optional(MetricName),
  metricRegex: optional(text({ max: 256 })),
})

export const HPOResourceConfig = structure({
  maxNumberOfTrainingJobs: optional(text({ max: 256 })),
  maxParallelTrainingJobs: optional(text({ max: 256 })),
})

export const IntegerHyperParameterRange = structure({
  name: optional(ParameterName),
  minValue: optional(IntegerMinValue),
  maxValue: optional(IntegerMaxValue),
})

export const HyperParameterRanges = structure({
  integerHyperParameterRanges: optional(listOf(IntegerHyperParameterRange, { max: 100 })),
  continuousHyperParameterRanges: optional(listOf(ContinuousHyperParameterRange, { max: 100 })),
  categoricalHyperParameterRanges: optional(listOf(CategoricalHyperParameterRange, { max: 100 })),
})

export const HPOConfig = structure({
  hpoObjective: optional(HPOObjective),
  hpoResourceConfig: optional(HPOResourceConfig),
  algorithmHyperParameterRanges: optional(HyperParameterRanges),
})

export const ObjectiveSensitivity = oneOf('LOW', 'MEDIUM', 'HIGH', 'OFF')

export const OptimizationObjective = structure({
  itemAttribute: optional(text({ min: 1, max: 150 })),
  objectiveSensitivity: optional(ObjectiveSensitivity),
})

export const SolutionConfig = structure({
  eventValueThreshold: optional(text({ max: 256 })),
  hpoConfig: optional(HPOConfig),
  algorithmHyperParameters: optional(HyperParameters),
  featureTransformationParameters: optional(mapOf(ParameterName, ParameterValue, { max: 100 })),
  autoMLConfig: optional(AutoMLConfig),
  eventsConfig: optional(EventsConfig),
  optimizationObjective: optional(OptimizationObjective),
  trainingDataConfig: optional(TrainingDataConfig),
  autoTrainingConfig: optional(AutoTrainingConfig),
})

export const SolutionUpdateConfig = structure({
  autoTrainingConfig: optional(AutoTrainingConfig),
  eventsConfig: optional(EventsConfig),
})
