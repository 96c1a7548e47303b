import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteRecommender = operation({
  service: 'personalize',
  name: 'DeleteRecommender',
  idempotent: true,
  input: structure({
    recommenderArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
