/**
 * What every algorithm here learns from: the interactions of users, user after user, each user's oldest first. Users
 * and items are dense indices. Rows of users are `offsets[user]` to `offsets[user + 1]` in the other arrays.
 */

export interface Histories {
  readonly userCount: number
  readonly itemCount: number
  /** One more than there are users. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
  /** Epoch seconds. */
  readonly times: Float64Array<ArrayBuffer>
  /** How much reaching this interaction is worth; absent: 1 each. */
  readonly weights?: Float32Array<ArrayBuffer>
  /** Where it all stood when it was read, of histories that are a part of those; absent: as here. */
  readonly origin?: HistoriesOrigin
}

/** By user, since users are taken or left with all they did, but for what a few of them hold out: an interaction costs nothing. */
export interface HistoriesOrigin {
  /** Which user it was. */
  readonly users: Uint32Array<ArrayBuffer>
  /** Where the first interaction stood; the others follow it. */
  readonly starts: Uint32Array<ArrayBuffer>
  /** Where those stood that were taken out between, ascending, of users who lack some. */
  readonly taken?: ReadonlyMap<number, readonly number[]>
}

/** Where the interaction at `at`, one of the user's, stood when it was read. */
export function placeRead(
  { offsets, origin }: Pick<Histories, 'offsets' | 'origin'>,
  user: number,
  at: number,
): number {
  if (origin === undefined) return at
  let place = origin.starts[user]! + at - offsets[user]!
  for (const taken of origin.taken?.get(user) ?? []) if (taken <= place) place++
  return place
}

/** Rows of items, such as neighbours or followers, best first. */
export interface ItemRows {
  /** One more than there are rows. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
  readonly weights: Float32Array<ArrayBuffer>
}
