import { optional, structure } from '../../contract/shape.ts'
import { Arn, DatasetType, Name, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const createDataset = operation({
  service: 'personalize',
  name: 'CreateDataset',
  idempotent: true,
  input: structure({
    name: Name,
    schemaArn: Arn,
    datasetGroupArn: Arn,
    datasetType: DatasetType,
    tags: optional(Tags),
  }),
  output: structure({
    datasetArn: optional(Arn),
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
