import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Solution } from '../../resources/solution.ts'
import { operation } from '../operation.ts'

export const describeSolution = operation({
  service: 'personalize',
  name: 'DescribeSolution',
  idempotent: true,
  input: structure({
    solutionArn: Arn,
  }),
  output: structure({
    solution: optional(Solution),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
