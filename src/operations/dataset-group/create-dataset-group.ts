import { optional, structure } from '../../contract/shape.ts'
import { Arn, Domain, KmsKeyArn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const createDatasetGroup = operation({
  service: 'personalize',
  name: 'CreateDatasetGroup',
  input: structure({
    name: Name,
    roleArn: optional(RoleArn),
    kmsKeyArn: optional(KmsKeyArn),
    domain: optional(Domain),
    tags: optional(Tags),
  }),
  output: structure({
    datasetGroupArn: optional(Arn),
    domain: optional(Domain),
  }),
  errors: ['InvalidInputException', 'ResourceAlreadyExistsException', 'LimitExceededException', 'TooManyTagsException'],
})
