/**
 * What is known of an interaction and of its user beside the histories: context columns such as a device or a daytime, and
 * columns of the Users dataset. Values become features, numbered column after column; `datasets/situations.ts` reads them,
 * algorithms count by them, and a request is asked with the features of its own situation.
 */

import { type Histories, placeRead } from './histories.ts'

export interface SituationColumn {
  /** As in the schema, upper case. */
  readonly name: string
  readonly source: 'context' | 'user'
  readonly kind: 'category' | 'number'
  /** Of numbers: where one bucket ends and the next begins, rising. */
  readonly borders: readonly number[]
  /** Its features are those from here to the next column's. */
  readonly firstFeature: number
}

/** The features' names, `featureKey` of each, in UTF-8 one behind the other; sorted, so that they can be looked up. */
export interface FeatureNames {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** One more than there are features. */
  readonly offsets: Uint32Array<ArrayBuffer>
}

export interface Situations {
  readonly columns: readonly SituationColumn[]
  readonly names: FeatureNames
  /** For each context column, in order, a feature plus one per interaction as it was read; 0: not known. */
  readonly contexts: readonly Uint32Array<ArrayBuffer>[]
  /** Features of each user as they were read, user after user; absent without columns of users. */
  readonly users?: { readonly offsets: Uint32Array<ArrayBuffer>; readonly features: Uint32Array<ArrayBuffer> }
}

/** Whose situation, and at which interaction, by the places they were read in. */
export interface SituationPlace {
  readonly user: number
  readonly interaction: number
  /** Those of the history it is held against, oldest first; absent: as if it had no situations. */
  readonly past?: Uint32Array
}

/** Sorts by column first. */
export const featureKey = (column: number, value: string): string => `${String(column).padStart(3, '0')}:${value}`

/** As a value of its column: numbers by their bucket. */
export const bucketOf = (borders: readonly number[], value: number): number =>
  borders.filter(border => value >= border).length

/** Where the interaction at `at` of these histories, of the user at `user`, was read; `past` are places of others here. */
export const placeOf = (
  histories: Histories,
  user: number,
  at: number,
  past?: readonly number[] | Uint32Array,
): SituationPlace => ({
  user: histories.origin?.users[user] ?? user,
  interaction: placeRead(histories, user, at),
  ...(past && { past: Uint32Array.from(past, place => placeRead(histories, user, place)) }),
})

/** All that is known at a place. */
export function featuresAt({ contexts, users }: Situations, { user, interaction }: SituationPlace): Uint32Array {
  const own = users?.features.subarray(users.offsets[user], users.offsets[user + 1]) ?? []
  return Uint32Array.of(
    ...contexts.flatMap(codes => (codes[interaction]! > 0 ? [codes[interaction]! - 1] : [])),
    ...own,
  )
}
