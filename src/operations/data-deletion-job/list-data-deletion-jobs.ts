import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DataDeletionJobSummary } from '../../resources/data-deletion-job.ts'
import { operation } from '../operation.ts'

export const listDataDeletionJobs = operation({
  service: 'personalize',
  name: 'ListDataDeletionJobs',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    dataDeletionJobs: optional(listOf(DataDeletionJobSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
