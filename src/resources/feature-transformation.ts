/** What a feature transformation looks like on the wire. */

import { mapOf, optional, structure, timestamp } from '../contract/shape.ts'
import { Arn, Name, ParameterName, ParameterValue, Status } from '../contract/shapes/common.ts'

export const FeatureTransformation = structure({
  name: optional(Name),
  featureTransformationArn: optional(Arn),
  defaultParameters: optional(mapOf(ParameterName, ParameterValue, { max: 100 })),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  status: optional(Status),
})
