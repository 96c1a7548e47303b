import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { SolutionVersionSummary } from '../../resources/solution-version.ts'
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
})
