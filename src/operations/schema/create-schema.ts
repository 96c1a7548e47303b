import { optional, structure } from '../../contract/shape.ts'
import { Arn, Domain, Name } from '../../contract/shapes/common.ts'
import { parseSchema } from '../../datasets/avro.ts'
import { AvroSchema, schema } from '../../resources/schema.ts'
import { create } from '../creating.ts'
import { operation } from '../operation.ts'
import { asInvalidInput } from '../schema-fit.ts'

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
  handle: async ({ name, schema: text, domain }, context) => {
    asInvalidInput(() => parseSchema(text))
    const schemaArn = await create(schema, context, async () => ({
      name,
      parent: null,
      group: null,
      body: { schema: text, domain },
      tags: undefined,
      jobs: () => [],
    }))
    return { schemaArn }
  },
})
