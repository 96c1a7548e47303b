import { optional, structure } from '../../contract/shape.ts'
import { Arn, Metrics } from '../../contract/shapes/common.ts'
import { solutionVersion } from '../../resources/solution-version.ts'
import { find, mustHaveStatus } from '../finding.ts'
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
  handle: async ({ solutionVersionArn }, { records, caller }) => {
    const version = await find(records, caller, solutionVersion, solutionVersionArn)
    mustHaveStatus(version, ['ACTIVE'])
    return { solutionVersionArn, metrics: version.body.metrics as Record<string, number> }
  },
})
