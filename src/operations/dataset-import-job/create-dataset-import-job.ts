import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn, DataSource, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { ImportMode } from '../../resources/dataset-import-job.ts'
import { operation } from '../operation.ts'

export const createDatasetImportJob = operation({
  service: 'personalize',
  name: 'CreateDatasetImportJob',
  input: structure({
    jobName: Name,
    datasetArn: Arn,
    dataSource: DataSource,
    roleArn: optional(RoleArn),
    tags: optional(Tags),
    importMode: optional(ImportMode),
    publishAttributionMetricsToS3: optional(boolean()),
  }),
  output: structure({
    datasetImportJobArn: optional(Arn),
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
