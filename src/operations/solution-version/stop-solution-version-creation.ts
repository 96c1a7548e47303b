import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const stopSolutionVersionCreation = operation({
  service: 'personalize',
  name: 'StopSolutionVersionCreation',
  idempotent: true,
  input: structure({
    solutionVersionArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
