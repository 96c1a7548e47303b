import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { MetricAttributionSummary } from '../../resources/metric-attribution.ts'
import { operation } from '../operation.ts'

export const listMetricAttributions = operation({
  service: 'personalize',
  name: 'ListMetricAttributions',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    metricAttributions: optional(listOf(MetricAttributionSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
