import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetImportJobSummary } from '../../resources/dataset-import-job.ts'
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
})
