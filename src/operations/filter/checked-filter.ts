/**
 * A filter's text held against the schemas of its dataset group: at creation, where a fault is answered at once with its
 * place [inferred: runtime page, 1.11], and again when a request uses it. Also the quota of fields, which the whole
 * language knows for one filter and this file for all filters of a group.
 */

import type { Settings } from '../../config.ts'
import { type ApiError, invalidInput, limitExceeded } from '../../contract/errors.ts'
import { type CheckedFilter, checkFilter, type FilterColumn, type GroupColumns } from '../../filters/checker.ts'
import { FilterFault, TooManyFields } from '../../filters/filter-fault.ts'
import { parseFilter } from '../../filters/parser.ts'
import type { DatasetTypeName } from '../../resources/dataset.ts'
import type { FilterBody } from '../../resources/filter.ts'
import { bodyOf } from '../../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../../storage/records.ts'
import { schemasOf } from '../group-data.ts'

const datasetWords = {
  INTERACTIONS: 'Interactions',
  ITEMS: 'Items',
  USERS: 'Users',
  ACTIONS: 'Actions',
  ACTION_INTERACTIONS: 'Action_Interactions',
} as const satisfies Record<DatasetTypeName, keyof GroupColumns>

async function columnsOf(read: RecordReader, group: ResourceRecord): Promise<GroupColumns> {
  const columns: Partial<Record<keyof GroupColumns, readonly FilterColumn[]>> = {}
  for (const [type, schema] of Object.entries(await schemasOf(read, group))) {
    columns[datasetWords[type as DatasetTypeName]] = schema.columns
  }
  return columns
}

function toldToTheClient(fault: FilterFault): ApiError {
  return fault instanceof TooManyFields ? limitExceeded(fault.message) : invalidInput(fault.message)
}

export async function checkedFor(read: RecordReader, group: ResourceRecord, text: string): Promise<CheckedFilter> {
  try {
    return checkFilter(parseFilter(text), text, await columnsOf(read, group))
  } catch (error) {
    throw error instanceof FilterFault ? toldToTheClient(error) : error
  }
}

/** [doc: runtime page, 1.10] The text is our own. */
export async function mustFitFields(
  read: RecordReader,
  { account, region, arn: group }: ResourceRecord,
  fields: readonly string[],
  settings: Settings,
): Promise<void> {
  if (settings.quotas === 'unlimited') return
  const others = await read.list({ kind: 'filter', account, region, group })
  const all = new Set([...others.flatMap(other => bodyOf<FilterBody>(other).fields), ...fields])
  const max = settings.quotaFilterFields
  if (all.size <= max) return
  throw limitExceeded(
    `The filters of a dataset group can use ${max} distinct fields; with this one they use ${all.size}.`,
  )
}
