import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Recommender } from '../../resources/recommender.ts'
import { operation } from '../operation.ts'

export const describeRecommender = operation({
  service: 'personalize',
  name: 'DescribeRecommender',
  idempotent: true,
  input: structure({
    recommenderArn: Arn,
  }),
  output: structure({
    recommender: optional(Recommender),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
})
