import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name } from '../../contract/shapes/common.ts'
import { MetricAttributes, MetricAttributionOutput } from '../../resources/metric-attribution.ts'
import { operation } from '../operation.ts'

export const createMetricAttribution = operation({
  service: 'personalize',
  name: 'CreateMetricAttribution',
  input: structure({
    name: Name,
    datasetGroupArn: Arn,
    metrics: MetricAttributes,
    metricsOutputConfig: MetricAttributionOutput,
  }),
  output: structure({
    metricAttributionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceAlreadyExistsException',
    'ResourceInUseException',
    'LimitExceededException',
  ],
})
