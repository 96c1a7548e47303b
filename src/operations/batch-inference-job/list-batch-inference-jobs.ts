import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { BatchInferenceJobSummary } from '../../resources/batch-inference-job.ts'
import { operation } from '../operation.ts'

export const listBatchInferenceJobs = operation({
  service: 'personalize',
  name: 'ListBatchInferenceJobs',
  idempotent: true,
  input: structure({
    solutionVersionArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    batchInferenceJobs: optional(listOf(BatchInferenceJobSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
})
