import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const stopRecommender = operation({
  service: 'personalize',
  name: 'StopRecommender',
  idempotent: true,
  input: structure({
    recommenderArn: Arn,
  }),
  output: structure({
    recommenderArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
