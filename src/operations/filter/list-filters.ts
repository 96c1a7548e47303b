import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { FilterSummary, filter } from '../../resources/filter.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listFilters = operation({
  service: 'personalize',
  name: 'ListFilters',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    Filters: optional(listOf(FilterSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const filters = { datasetGroupArn: input.datasetGroupArn }
    const { items, nextToken } = await listPage(filter, 'ListFilters', input, filters, context)
    return { Filters: items, nextToken }
  },
})
