import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { DatasetExportJobOutput, IngestionMode } from '../../resources/dataset-export-job.ts'
import { operation } from '../operation.ts'

export const createDatasetExportJob = operation({
  service: 'personalize',
  name: 'CreateDatasetExportJob',
  idempotent: true,
  input: structure({
    jobName: Name,
    datasetArn: Arn,
    ingestionMode: optional(IngestionMode),
    roleArn: RoleArn,
    jobOutput: DatasetExportJobOutput,
    tags: optional(Tags),
  }),
  output: structure({
    datasetExportJobArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceAlreadyExistsException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
