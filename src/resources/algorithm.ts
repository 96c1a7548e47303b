/** What a algorithm looks like on the wire. */

import { boolean, listOf, mapOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import {
  Arn,
  CategoricalValues,
  ContinuousMaxValue,
  ContinuousMinValue,
  HyperParameters,
  IntegerMaxValue,
  IntegerMinValue,
  Name,
  ParameterName,
  ParameterValue,
} from '../contract/shapes/common.ts'

export const AlgorithmImage = structure({
  name: optional(Name),
  dockerURI: text({ max: 256 }),
})

export const DefaultCategoricalHyperParameterRange = structure({
  name: optional(ParameterName),
  values: optional(CategoricalValues),
  isTunable: optional(boolean()),
})

export const DefaultContinuousHyperParameterRange = structure({
  name: optional(ParameterName),
  minValue: optional(ContinuousMinValue),
  maxValue: optional(ContinuousMaxValue),
  isTunable: optional(boolean()),
})

export const DefaultIntegerHyperParameterRange = structure({
  name: optional(ParameterName),
  minValue: optional(IntegerMinValue),
  maxValue: optional(IntegerMaxValue),
  isTunable: optional(boolean()),
})

export const DefaultHyperParameterRanges = structure({
  integerHyperParameterRanges: optional(listOf(DefaultIntegerHyperParameterRange, { max: 100 })),
  continuousHyperParameterRanges: optional(listOf(DefaultContinuousHyperParameterRange, { max: 100 })),
  categoricalHyperParameterRanges: optional(listOf(DefaultCategoricalHyperParameterRange, { max: 100 })),
})

export const Algorithm = structure({
  name: optional(Name),
  algorithmArn: optional(Arn),
  algorithmImage: optional(AlgorithmImage),
  defaultHyperParameters: optional(HyperParameters),
  defaultHyperParameterRanges: optional(DefaultHyperParameterRanges),
  defaultResourceConfig: optional(mapOf(ParameterName, ParameterValue, { max: 100 })),
  trainingInputMode: optional(text({ max: 256 })),
  roleArn: optional(Arn),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})
