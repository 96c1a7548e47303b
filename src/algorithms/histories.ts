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
  /** Where each user and interaction stood when they were read, of histories that are a part of those; absent: as here. */
  readonly origin?: { readonly users: Uint32Array<ArrayBuffer>; readonly interactions: Uint32Array<ArrayBuffer> }
}

/** Rows of items, such as neighbours or followers, best first. */
export interface ItemRows {
  /** One more than there are rows. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
  readonly weights: Float32Array<ArrayBuffer>
}
