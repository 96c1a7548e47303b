import { optional, structure } from '../../contract/shape.ts'
import { Arn, DataSource, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const createDataDeletionJob = operation({
  service: 'personalize',
  name: 'CreateDataDeletionJob',
  input: structure({
    jobName: Name,
    datasetGroupArn: Arn,
    dataSource: DataSource,
    roleArn: RoleArn,
    tags: optional(Tags),
  }),
  output: structure({
    dataDeletionJobArn: optional(Arn),
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
