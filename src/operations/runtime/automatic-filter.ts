/**
 * What some use cases of domains leave out by themselves: items that the user has bought or watched. It holds for every
 * place of an answer, also for promoted ones [doc, inferred: runtime page, 1.12 and 2], so it is one more EXCLUDE in the
 * chain of whatever filter there is.
 */

import type { CheckedFilter } from '../../filters/checker.ts'
import { parseFilter } from '../../filters/parser.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import type { FilterUse } from './filtering.ts'

const excluding = (eventType: string): CheckedFilter => {
  const filter = parseFilter(`EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("${eventType}")`)
  return { ...filter, placeholders: [], fields: ['Interactions.EVENT_TYPE'] }
}

const automatic = { Purchase: excluding('Purchase'), Watch: excluding('Watch') } as const

export function withAutomatic(use: FilterUse | undefined, { leavesOut }: Recipe): FilterUse | undefined {
  if (leavesOut === undefined) return use
  const own = automatic[leavesOut]
  if (!use) return { filter: own, filterValues: {} }
  const { filter, filterValues } = use
  return { filter: { ...filter, expressions: [...filter.expressions, ...own.expressions] }, filterValues }
}
