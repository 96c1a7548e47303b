import { optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { MetricAttributes } from '../../resources/metric-attribution.ts'
import { operation } from '../operation.ts'

export const listMetricAttributionMetrics = operation({
  service: 'personalize',
  name: 'ListMetricAttributionMetrics',
  idempotent: true,
  input: structure({
    metricAttributionArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    metrics: optional(MetricAttributes),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
