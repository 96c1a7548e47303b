/**
 * How often items of a model were shown, as the group's profile counts it: what exploration goes by. Each is looked up by its
 * id once per model and profile; one that was never shown is looked for again, for it may have been since.
 */

import type { GroupProfile } from '../../profiles/profile.ts'
import type { ModelItems } from '../../serving/serving.ts'

type Items = Pick<ModelItems, 'size' | 'idAt'>
type Profile = Pick<GroupProfile, 'impressions'>

interface Known {
  readonly profile: Profile
  /** By model item one more than the index among what was shown; 0: not found yet. */
  readonly found: Uint32Array
}

const made = new WeakMap<Items, Known>()

function foundOf(items: Items, profile: Profile): Uint32Array {
  const former = made.get(items)
  if (former?.profile === profile) return former.found
  const found = new Uint32Array(items.size)
  made.set(items, { profile, found })
  return found
}

/** Undefined where nobody has told of anything that was shown. */
export function shownCounts(items: Items, profile: Profile): ((item: number) => number) | undefined {
  const { impressions } = profile
  if (impressions.isEmpty) return undefined
  const found = foundOf(items, profile)
  return item => {
    if (found[item] === 0) found[item] = impressions.indexOf(items.idAt(item)) + 1
    return found[item] === 0 ? 0 : impressions.at(found[item]! - 1)
  }
}
