import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetImportJobSummary, datasetImportJob } from '../../resources/dataset-import-job.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listDatasetImportJobs = operation({
  service: 'personalize',
  name: 'ListDatasetImportJobs',
  idempotent: true,
  input: structure({
    datasetArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    datasetImportJobs: optional(listOf(DatasetImportJobSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(
      datasetImportJob,
      'ListDatasetImportJobs',
      input,
      { datasetArn: input.datasetArn },
      context,
    )
    return { datasetImportJobs: items, nextToken }
  },
})
