import { listOf, optional, structure } from '../../contract/shape.ts'
import { MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { DatasetSchemaSummary, schema } from '../../resources/schema.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listSchemas = operation({
  service: 'personalize',
  name: 'ListSchemas',
  idempotent: true,
  input: structure({
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    schemas: optional(listOf(DatasetSchemaSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(schema, 'ListSchemas', input, {}, context)
    return { schemas: items, nextToken }
  },
})
