import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { BatchSegmentJob } from '../../resources/batch-segment-job.ts'
import { operation } from '../operation.ts'

export const describeBatchSegmentJob = operation({
  service: 'personalize',
  name: 'DescribeBatchSegmentJob',
  idempotent: true,
  input: structure({
    batchSegmentJobArn: Arn,
  }),
  output: structure({
    batchSegmentJob: optional(BatchSegmentJob),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
