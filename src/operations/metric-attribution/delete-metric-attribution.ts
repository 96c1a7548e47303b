import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteMetricAttribution = operation({
  service: 'personalize',
  name: 'DeleteMetricAttribution',
  idempotent: true,
  input: structure({
    metricAttributionArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
