/** Shapes that several resources share: names, ARNs, locations, tags, paging, parameter maps. Limits are the published ones. */

import { double, integer, listOf, mapOf, oneOf, optional, structure, text } from '../shape.ts'

export const Arn = text({ max: 256, match: 'arn:([a-z\\d-]+):personalize:.*:.*:.+' })

export const CategoricalValues = listOf(text({ max: 1000 }), { max: 100 })

export const ColumnName = text({ max: 150, match: '[A-Za-z_][A-Za-z\\d_]*' })

export const ColumnNamesList = listOf(ColumnName, { max: 50 })

export const ContinuousMaxValue = double({ min: -1000000 })

export const ContinuousMinValue = double({ min: -1000000 })

export const S3Location = text({ max: 256, match: '(s3|http|https)://.+' })

export const DataSource = structure({
  dataLocation: optional(S3Location),
})

export const DatasetType = text({ max: 256, match: '^[A-Za-z_]+$' })

export const Domain = oneOf('ECOMMERCE', 'VIDEO_ON_DEMAND')

export const EventType = text({ max: 256 })

export const ParameterName = text({ max: 256 })

export const ParameterValue = text({ max: 1000 })

export const HyperParameters = mapOf(ParameterName, ParameterValue, { max: 100 })

export const IntegerMaxValue = integer({ max: 1000000 })

export const IntegerMinValue = integer({ min: -1000000 })

export const KmsKeyArn = text({ max: 2048, match: 'arn:aws.*:kms:.*:[0-9]{12}:key/.*' })

export const MaxResults = integer({ min: 1, max: 100 })

export const MetricName = text({ max: 256 })

export const Metrics = mapOf(MetricName, double(), { max: 100 })

export const Name = text({ min: 1, max: 63, match: '^[a-zA-Z0-9][a-zA-Z0-9\\-_]*' })

export const NextToken = text({ max: 1500, match: '\\p{ASCII}{0,1500}' })

export const RankingInfluenceType = oneOf('POPULARITY', 'FRESHNESS')

export const RankingInfluence = mapOf(RankingInfluenceType, double({ min: 0, max: 1 }))

export const RoleArn = text({ max: 256, match: 'arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' })

export const S3DataConfig = structure({
  path: S3Location,
  kmsKeyArn: optional(KmsKeyArn),
})

export const Status = text({ max: 256 })

export const TagKey = text({ min: 1, max: 128, match: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$', sensitive: true })

export const Tag = structure({
  tagKey: TagKey,
  tagValue: text({ min: 0, max: 256, match: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$', sensitive: true }),
})

export const Tags = listOf(Tag, { min: 0, max: 200 })

export const TrackingId = text({ max: 256 })

export const TrainingDataConfig = structure({
  excludedDatasetColumns: optional(mapOf(DatasetType, ColumnNamesList, { max: 3 })),
  includedDatasetColumns: optional(mapOf(DatasetType, ColumnNamesList, { max: 3 })),
})

export const TransactionsPerSecond = integer({ min: 1 })
