/** Shapes of the events service. */

import { float, listOf, optional, structure, text, timestamp } from '../shape.ts'

export const StringType = text({ min: 1, max: 256 })

export const Action = structure({
  actionId: StringType,
  properties: optional(text({ min: 1, max: 32000, sensitive: true, jsonValue: true })),
})

export const ActionId = text({ min: 1, max: 256, sensitive: true })

export const RecommendationId = text({ min: 1, max: 40 })

export const UserId = text({ min: 1, max: 256, sensitive: true })

export const ActionInteraction = structure({
  actionId: ActionId,
  userId: optional(UserId),
  sessionId: StringType,
  timestamp: timestamp(),
  eventType: StringType,
  eventId: optional(StringType),
  recommendationId: optional(RecommendationId),
  impression: optional(listOf(ActionId, { min: 1, max: 25 })),
  properties: optional(text({ min: 1, max: 1024, sensitive: true, jsonValue: true })),
})

export const Arn = text({ max: 256, match: 'arn:([a-z\\d-]+):personalize:.*:.*:.+' })

export const ItemId = text({ min: 1, max: 256, sensitive: true })

export const MetricAttribution = structure({
  eventAttributionSource: text({ max: 1024, match: '^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$' }),
})

export const Event = structure(
  {
    eventId: optional(StringType),
    eventType: StringType,
    eventValue: optional(float()),
    itemId: optional(ItemId),
    properties: optional(text({ min: 1, max: 1024, sensitive: true, jsonValue: true })),
    sentAt: timestamp(),
    recommendationId: optional(RecommendationId),
    impression: optional(listOf(ItemId, { min: 1, max: 25 })),
    metricAttribution: optional(MetricAttribution),
  },
  { sensitive: true },
)

export const Item = structure({
  itemId: StringType,
  properties: optional(text({ min: 1, max: 32000, sensitive: true, jsonValue: true })),
})

export const User = structure({
  userId: StringType,
  properties: optional(text({ min: 1, max: 24000, sensitive: true, jsonValue: true })),
})
