import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { SolutionVersion, solutionVersion } from '../../resources/solution-version.ts'
import { describeArn } from '../describing.ts'
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
  handle: async ({ solutionVersionArn }, context) => ({
    solutionVersion: await describeArn(solutionVersion, solutionVersionArn, context),
  }),
})
