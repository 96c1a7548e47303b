import { integer, optional, structure } from '../../contract/shape.ts'
import { Arn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { BatchSegmentJobInput, BatchSegmentJobOutput } from '../../resources/batch-segment-job.ts'
import { operation } from '../operation.ts'

export const createBatchSegmentJob = operation({
  service: 'personalize',
  name: 'CreateBatchSegmentJob',
  input: structure({
    jobName: Name,
    solutionVersionArn: Arn,
    filterArn: optional(Arn),
    numResults: optional(integer()),
    jobInput: BatchSegmentJobInput,
    jobOutput: BatchSegmentJobOutput,
    roleArn: RoleArn,
    tags: optional(Tags),
  }),
  output: structure({
    batchSegmentJobArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'LimitExceededException',
    'ResourceNotFoundException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
