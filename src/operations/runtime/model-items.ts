/**
 * From rows of a profile, as histories have them, to the items of a model. Each row is looked up by its id once per model
 * and profile: a look-up takes microseconds, and a history holds hundreds.
 */

import type { GroupProfile } from '../../profiles/profile.ts'
import type { ModelItems } from '../../serving/serving.ts'

interface Known {
  readonly profile: GroupProfile
  /** By row: 0 not looked up yet, 1 not in the model, else two more than the item. */
  codes: Uint32Array
}

const absent = 1
const firstItem = 2

type Lookup = Pick<ModelItems, 'indexOf'>

const made = new WeakMap<Lookup, Known>()

function knownOf(items: Lookup, profile: GroupProfile): Known {
  const former = made.get(items)
  const known = former?.profile === profile ? former : { profile, codes: new Uint32Array(profile.items.size) }
  made.set(items, known)
  if (known.codes.length >= profile.items.size) return known
  const codes = new Uint32Array(Math.max(profile.items.size, known.codes.length * 2))
  codes.set(known.codes)
  known.codes = codes
  return known
}

/** In the order of the rows; those that the model does not know are passed over. */
export function modelItemsOf(rows: readonly number[], items: Lookup, profile: GroupProfile): Uint32Array {
  const { codes } = knownOf(items, profile)
  const found = new Uint32Array(rows.length)
  let count = 0
  for (const row of rows) {
    if (codes[row] === 0) codes[row] = Math.max(absent, items.indexOf(profile.items.idAt(row)) + firstItem)
    if (codes[row] !== absent) found[count++] = codes[row]! - firstItem
  }
  return found.subarray(0, count)
}
