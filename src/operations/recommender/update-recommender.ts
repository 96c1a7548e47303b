import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { RecommenderConfig } from '../../resources/recommender.ts'
import { operation } from '../operation.ts'

export const updateRecommender = operation({
  service: 'personalize',
  name: 'UpdateRecommender',
  idempotent: true,
  input: structure({
    recommenderArn: Arn,
    recommenderConfig: RecommenderConfig,
  }),
  output: structure({
    recommenderArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
