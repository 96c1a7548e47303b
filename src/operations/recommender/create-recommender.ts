import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { RecommenderConfig } from '../../resources/recommender.ts'
import { operation } from '../operation.ts'

export const createRecommender = operation({
  service: 'personalize',
  name: 'CreateRecommender',
  idempotent: true,
  input: structure({
    name: Name,
    datasetGroupArn: Arn,
    recipeArn: Arn,
    recommenderConfig: optional(RecommenderConfig),
    tags: optional(Tags),
  }),
  output: structure({
    recommenderArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
