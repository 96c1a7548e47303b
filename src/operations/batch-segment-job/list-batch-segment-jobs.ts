import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { BatchSegmentJobSummary } from '../../resources/batch-segment-job.ts'
import { operation } from '../operation.ts'

export const listBatchSegmentJobs = operation({
  service: 'personalize',
  name: 'ListBatchSegmentJobs',
  idempotent: true,
  input: structure({
    solutionVersionArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    batchSegmentJobs: optional(listOf(BatchSegmentJobSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
