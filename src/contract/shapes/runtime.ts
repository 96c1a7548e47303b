/** Shapes of the runtime service. */

import { double, integer, listOf, mapOf, optional, structure, text } from '../shape.ts'

export const Arn = text({ max: 256, match: 'arn:([a-z\\d-]+):personalize:.*:.*:.+' })

export const ColumnName = text({ max: 150 })

export const Context = mapOf(text({ max: 150, match: '[A-Za-z\\d_]+' }), text({ max: 1000, sensitive: true }), {
  max: 150,
})

export const FilterValues = mapOf(text({ max: 50, match: '[A-Za-z0-9_]+' }), text({ max: 1000, sensitive: true }), {
  max: 25,
})

export const ItemID = text({ max: 256 })

export const Name = text({ min: 1, max: 63, match: '^[a-zA-Z0-9][a-zA-Z0-9\\-_]*' })

export const PredictedItem = structure({
  itemId: optional(ItemID),
  score: optional(double()),
  promotionName: optional(Name),
  metadata: optional(mapOf(ColumnName, text({ max: 20000 }), { sensitive: true })),
  reason: optional(listOf(text({ max: 256 }))),
})

export const ItemList = listOf(PredictedItem)

export const MetadataColumns = mapOf(text({ max: 256 }), listOf(ColumnName, { max: 99 }), { max: 1 })

export const NumResults = integer({ min: 0 })

export const PredictedAction = structure({
  actionId: optional(text({ max: 256 })),
  score: optional(double()),
})

export const Promotion = structure({
  name: optional(Name),
  percentPromotedItems: optional(integer({ min: 1, max: 100 })),
  filterArn: optional(Arn),
  filterValues: optional(FilterValues),
})

export const UserID = text({ max: 256 })
