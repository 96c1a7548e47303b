import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetExportJobSummary, datasetExportJob } from '../../resources/dataset-export-job.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listDatasetExportJobs = operation({
  service: 'personalize',
  name: 'ListDatasetExportJobs',
  idempotent: true,
  input: structure({
    datasetArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    datasetExportJobs: optional(listOf(DatasetExportJobSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const filters = { datasetArn: input.datasetArn }
    const { items, nextToken } = await listPage(datasetExportJob, 'ListDatasetExportJobs', input, filters, context)
    return { datasetExportJobs: items, nextToken }
  },
})
