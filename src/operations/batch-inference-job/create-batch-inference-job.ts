import { integer, optional, structure } from '../../contract/shape.ts'
import { Arn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import {
  BatchInferenceJobConfig,
  BatchInferenceJobInput,
  BatchInferenceJobMode,
  BatchInferenceJobOutput,
  ThemeGenerationConfig,
} from '../../resources/batch-inference-job.ts'
import { operation } from '../operation.ts'

export const createBatchInferenceJob = operation({
  service: 'personalize',
  name: 'CreateBatchInferenceJob',
  input: structure({
    jobName: Name,
    solutionVersionArn: Arn,
    filterArn: optional(Arn),
    numResults: optional(integer()),
    jobInput: BatchInferenceJobInput,
    jobOutput: BatchInferenceJobOutput,
    roleArn: RoleArn,
    batchInferenceJobConfig: optional(BatchInferenceJobConfig),
    tags: optional(Tags),
    batchInferenceJobMode: optional(BatchInferenceJobMode),
    themeGenerationConfig: optional(ThemeGenerationConfig),
  }),
  output: structure({
    batchInferenceJobArn: optional(Arn),
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
