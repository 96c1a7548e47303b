import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { solution } from '../../resources/solution.ts'
import { SolutionVersionSummary, solutionVersion } from '../../resources/solution-version.ts'
import { find } from '../finding.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listSolutionVersions = operation({
  service: 'personalize',
  name: 'ListSolutionVersions',
  idempotent: true,
  input: structure({
    solutionArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    solutionVersions: optional(listOf(SolutionVersionSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const { solutionArn } = input
    if (solutionArn !== undefined) await find(context.records, context.caller, solution, solutionArn)
    const { items, nextToken } = await listPage(
      solutionVersion,
      'ListSolutionVersions',
      input,
      { solutionArn },
      context,
    )
    return { solutionVersions: items, nextToken }
  },
})
