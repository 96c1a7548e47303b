import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DataDeletionJob } from '../../resources/data-deletion-job.ts'
import { operation } from '../operation.ts'

export const describeDataDeletionJob = operation({
  service: 'personalize',
  name: 'DescribeDataDeletionJob',
  idempotent: true,
  input: structure({
    dataDeletionJobArn: Arn,
  }),
  output: structure({
    dataDeletionJob: optional(DataDeletionJob),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
