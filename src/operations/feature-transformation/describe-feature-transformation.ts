import { notFound } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { FeatureTransformation } from '../../resources/feature-transformation.ts'
import { findFeatureTransformation } from '../catalogue-answers.ts'
import { operation } from '../operation.ts'

export const describeFeatureTransformation = operation({
  service: 'personalize',
  name: 'DescribeFeatureTransformation',
  idempotent: true,
  input: structure({
    featureTransformationArn: Arn,
  }),
  output: structure({
    featureTransformation: optional(FeatureTransformation),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ featureTransformationArn }) => {
    const featureTransformation = findFeatureTransformation(featureTransformationArn)
    if (!featureTransformation) throw notFound('feature transformation', featureTransformationArn)
    return { featureTransformation }
  },
})
