import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DatasetGroup } from '../../resources/dataset-group.ts'
import { operation } from '../operation.ts'

export const describeDatasetGroup = operation({
  service: 'personalize',
  name: 'DescribeDatasetGroup',
  idempotent: true,
  input: structure({
    datasetGroupArn: Arn,
  }),
  output: structure({
    datasetGroup: optional(DatasetGroup),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
