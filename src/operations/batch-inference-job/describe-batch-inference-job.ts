import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { BatchInferenceJob } from '../../resources/batch-inference-job.ts'
import { operation } from '../operation.ts'

export const describeBatchInferenceJob = operation({
  service: 'personalize',
  name: 'DescribeBatchInferenceJob',
  idempotent: true,
  input: structure({
    batchInferenceJobArn: Arn,
  }),
  output: structure({
    batchInferenceJob: optional(BatchInferenceJob),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
