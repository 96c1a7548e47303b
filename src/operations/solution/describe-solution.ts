import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Solution, solution } from '../../resources/solution.ts'
import { solutionVersion } from '../../resources/solution-version.ts'
import { describe, summarise } from '../describing.ts'
import { find } from '../finding.ts'
import { operation } from '../operation.ts'
import { latestVersion } from '../versions.ts'

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
  handle: async ({ solutionArn }, { records, caller }) => {
    const record = await find(records, caller, solution, solutionArn)
    const latest = await latestVersion(records, record)
    return {
      solution: {
        ...describe(solution, record),
        latestSolutionVersion: latest && summarise(solutionVersion, latest),
      },
    }
  },
})
