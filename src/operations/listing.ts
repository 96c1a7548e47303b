/**
 * One page of a list. The default page holds 100, the most a client may ask for; the last page carries no token. A parent
 * that does not exist filters everything out; only ListSolutionVersions answers "not found" [control-plane page, 7.1].
 */

import type { Resource, SummaryOf } from '../resources/resource.ts'
import type { ListQuery, ResourceRecord } from '../storage/records.ts'
import type { OperationContext } from './context.ts'
import { summarise } from './describing.ts'
import { type ListScope, type Position, readToken, writeToken } from './page-token.ts'

const pageSizeDefault = 100

interface ListInput {
  readonly nextToken?: string
  readonly maxResults?: number
}

export interface Page<T> {
  readonly items: T[]
  readonly nextToken?: string
}

const positionOf = (resource: Resource, record: ResourceRecord): Position => ({
  key: resource.listOrder === 'name' ? record.name : record.createdAtMs,
  arn: record.arn,
})

/** `filters` holds the filter argument as it was given; its value is the parent whose children are listed. */
export const listPage = async <R extends Resource>(
  resource: R,
  operation: string,
  input: ListInput,
  filters: Readonly<Record<string, string | undefined>>,
  { records, caller }: OperationContext,
): Promise<Page<SummaryOf<R>>> => {
  const scope: ListScope = { operation, caller, filters }
  const size = input.maxResults ?? pageSizeDefault
  const parent = Object.values(filters).find(value => value !== undefined)
  const query: ListQuery = {
    kind: resource.kind,
    account: caller.account,
    region: caller.region,
    order: resource.listOrder,
    limit: size + 1,
    ...(parent === undefined ? {} : { parent }),
    ...(input.nextToken === undefined ? {} : { after: readToken(scope, input.nextToken) }),
  }
  const found = await records.list(query)
  const page = found.slice(0, size)
  const last = page.at(-1)
  const items = page.map(record => summarise(resource, record))
  return found.length > size && last ? { items, nextToken: writeToken(scope, positionOf(resource, last)) } : { items }
}
