import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteSchema = operation({
  service: 'personalize',
  name: 'DeleteSchema',
  idempotent: true,
  input: structure({
    schemaArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
