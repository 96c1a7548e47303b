import { listOf, optional, structure } from '../../contract/shape.ts'
import { MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetGroupSummary, datasetGroup } from '../../resources/dataset-group.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listDatasetGroups = operation({
  service: 'personalize',
  name: 'ListDatasetGroups',
  idempotent: true,
  input: structure({
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    datasetGroups: optional(listOf(DatasetGroupSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(datasetGroup, 'ListDatasetGroups', input, {}, context)
    return { datasetGroups: items, nextToken }
  },
})
