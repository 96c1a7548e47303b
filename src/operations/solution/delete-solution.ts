import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteSolution = operation({
  service: 'personalize',
  name: 'DeleteSolution',
  idempotent: true,
  input: structure({
    solutionArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
