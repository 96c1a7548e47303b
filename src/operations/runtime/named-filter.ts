/**
 * From the ARN of a filter in a request to its checked tree. A filter of another group, or one that is not ACTIVE, cannot be
 * used [doc: runtime page, 1.1 and 1.11]; the texts are our own. The text of a filter never changes, so a tree is kept.
 */

import { invalidInput } from '../../contract/errors.ts'
import type { CheckedFilter } from '../../filters/checker.ts'
import type { Target } from '../../filters/syntax.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { type FilterBody, filter } from '../../resources/filter.ts'
import { bodyOf } from '../../storage/body-of.ts'
import type { Records, ResourceRecord } from '../../storage/records.ts'
import type { OperationContext } from '../context.ts'
import { checkedFor } from '../filter/checked-filter.ts'
import { find, findIfAny } from '../finding.ts'
import { unknownArn } from './deployed.ts'

const keptMax = 1000

const trees = new WeakMap<Records, Map<string, CheckedFilter>>()

/** A filter that was deleted and made again has the same ARN and another moment. */
async function treeOf(record: ResourceRecord, { records, caller }: OperationContext): Promise<CheckedFilter> {
  const kept = trees.get(records) ?? new Map<string, CheckedFilter>()
  trees.set(records, kept)
  const key = `${record.arn} ${record.createdAtMs}`
  const known = kept.get(key)
  if (known) return known
  const group = await find(records, caller, datasetGroup, record.group ?? '')
  const tree = await checkedFor(records, group, bodyOf<FilterBody>(record).filterExpression)
  if (kept.size >= keptMax) kept.clear()
  kept.set(key, tree)
  return tree
}

export async function filterNamed(
  filterArn: string,
  target: Target,
  group: string,
  context: OperationContext,
): Promise<CheckedFilter> {
  const record = await findIfAny(context.records, context.caller, filter, filterArn)
  if (!record) throw unknownArn(filterArn)
  if (record.group !== group) throw invalidInput(`The filter ${filterArn} belongs to another dataset group.`)
  if (record.status !== 'ACTIVE') throw invalidInput(`The filter ${filterArn} has status ${record.status}.`)
  const tree = await treeOf(record, context)
  if (tree.target === target) return tree
  throw invalidInput(`The filter ${filterArn} is on ${tree.target}, and this request needs one on ${target}.`)
}
