import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetSummary, dataset } from '../../resources/dataset.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listDatasets = operation({
  service: 'personalize',
  name: 'ListDatasets',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    datasets: optional(listOf(DatasetSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(
      dataset,
      'ListDatasets',
      input,
      { datasetGroupArn: input.datasetGroupArn },
      context,
    )
    return { datasets: items, nextToken }
  },
})
