import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MetricName } from '../../contract/shapes/common.ts'
import { MetricAttributes, MetricAttributionOutput } from '../../resources/metric-attribution.ts'
import { operation } from '../operation.ts'

export const updateMetricAttribution = operation({
  service: 'personalize',
  name: 'UpdateMetricAttribution',
  input: structure({
    addMetrics: optional(MetricAttributes),
    removeMetrics: optional(listOf(MetricName, { max: 10 })),
    metricsOutputConfig: optional(MetricAttributionOutput),
    metricAttributionArn: optional(Arn),
  }),
  output: structure({
    metricAttributionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceInUseException',
    'ResourceAlreadyExistsException',
  ],
})
