import { notFound } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Algorithm } from '../../resources/algorithm.ts'
import { findAlgorithm } from '../catalogue-answers.ts'
import { operation } from '../operation.ts'

export const describeAlgorithm = operation({
  service: 'personalize',
  name: 'DescribeAlgorithm',
  idempotent: true,
  input: structure({
    algorithmArn: Arn,
  }),
  output: structure({
    algorithm: optional(Algorithm),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ algorithmArn }) => {
    const algorithm = findAlgorithm(algorithmArn)
    if (!algorithm) throw notFound('algorithm', algorithmArn)
    return { algorithm }
  },
})
