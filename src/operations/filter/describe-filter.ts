import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Filter } from '../../resources/filter.ts'
import { operation } from '../operation.ts'

export const describeFilter = operation({
  service: 'personalize',
  name: 'DescribeFilter',
  idempotent: true,
  input: structure({
    filterArn: Arn,
  }),
  output: structure({
    filter: optional(Filter),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
