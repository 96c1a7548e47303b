import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { SolutionVersion } from '../../resources/solution-version.ts'
import { operation } from '../operation.ts'

export const describeSolutionVersion = operation({
  service: 'personalize',
  name: 'DescribeSolutionVersion',
  idempotent: true,
  input: structure({
    solutionVersionArn: Arn,
  }),
  output: structure({
    solutionVersion: optional(SolutionVersion),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
