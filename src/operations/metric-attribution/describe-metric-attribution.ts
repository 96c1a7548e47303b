import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { MetricAttribution } from '../../resources/metric-attribution.ts'
import { operation } from '../operation.ts'

export const describeMetricAttribution = operation({
  service: 'personalize',
  name: 'DescribeMetricAttribution',
  input: structure({
    metricAttributionArn: Arn,
  }),
  output: structure({
    metricAttribution: optional(MetricAttribution),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
