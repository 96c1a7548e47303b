import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { SolutionSummary, solution } from '../../resources/solution.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listSolutions = operation({
  service: 'personalize',
  name: 'ListSolutions',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    solutions: optional(listOf(SolutionSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(
      solution,
      'ListSolutions',
      input,
      { datasetGroupArn: input.datasetGroupArn },
      context,
    )
    return { solutions: items, nextToken }
  },
})
