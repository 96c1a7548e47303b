import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DatasetSchema, schema } from '../../resources/schema.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeSchema = operation({
  service: 'personalize',
  name: 'DescribeSchema',
  idempotent: true,
  input: structure({
    schemaArn: Arn,
  }),
  output: structure({
    schema: optional(DatasetSchema),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ schemaArn }, context) => ({ schema: await describeArn(schema, schemaArn, context) }),
})
