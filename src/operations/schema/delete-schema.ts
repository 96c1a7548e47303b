import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { schema } from '../../resources/schema.ts'
import { usedBy } from '../deleting.ts'
import { find } from '../finding.ts'
import { operation } from '../operation.ts'
import { datasetWithSchema } from '../schema-fit.ts'

export const deleteSchema = operation({
  service: 'personalize',
  name: 'DeleteSchema',
  idempotent: true,
  input: structure({
    schemaArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ schemaArn }, context) => {
    await context.records.transact(async read => {
      const record = await find(read, context.caller, schema, schemaArn)
      const user = await datasetWithSchema(read, context.caller, schemaArn)
      if (user) throw usedBy(schemaArn, user.arn)
      return { changes: [{ type: 'remove', record }], result: undefined }
    })
    return undefined
  },
})
