import { optional, structure } from '../../contract/shape.ts'
import { Arn, Domain, Name } from '../../contract/shapes/common.ts'
import { AvroSchema } from '../../resources/schema.ts'
import { operation } from '../operation.ts'

export const createSchema = operation({
  service: 'personalize',
  name: 'CreateSchema',
  idempotent: true,
  input: structure({
    name: Name,
    schema: AvroSchema,
    domain: optional(Domain),
  }),
  output: structure({
    schemaArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceAlreadyExistsException', 'LimitExceededException'],
})
