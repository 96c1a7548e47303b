import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Filter, filter } from '../../resources/filter.ts'
import { describeArn } from '../describing.ts'
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
  handle: async ({ filterArn }, context) => ({ filter: await describeArn(filter, filterArn, context) }),
})
