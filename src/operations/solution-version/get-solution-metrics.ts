import { optional, structure } from '../../contract/shape.ts'
import { Arn, Metrics } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const getSolutionMetrics = operation({
  service: 'personalize',
  name: 'GetSolutionMetrics',
  input: structure({
    solutionVersionArn: Arn,
  }),
  output: structure({
    solutionVersionArn: optional(Arn),
    metrics: optional(Metrics),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
