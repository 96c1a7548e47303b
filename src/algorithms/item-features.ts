/**
 * What is known of items beside interactions, by the item indices of the histories: category values, numbers, terms of
 * texts, and when each item came to be. `datasets/item-features.ts` reads them from the Items dataset; algorithms that
 * can place an item without interactions learn from them.
 */

/** Rows of codes, one row per item; an item may have several values or none. */
export interface CategoryFeature {
  readonly kind: 'category'
  readonly name: string
  readonly valueCount: number
  /** One more than there are items. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly codes: Uint32Array<ArrayBuffer>
}

export interface NumberFeature {
  readonly kind: 'number'
  readonly name: string
  /** NaN where nothing is known. */
  readonly values: Float64Array<ArrayBuffer>
}

/** Rows of terms with how often each stands in the item's text. */
export interface TextFeature {
  readonly kind: 'text'
  readonly name: string
  readonly termCount: number
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly terms: Uint32Array<ArrayBuffer>
  readonly counts: Float32Array<ArrayBuffer>
}

export type ItemFeature = CategoryFeature | NumberFeature | TextFeature

export interface ItemFeatures {
  readonly itemCount: number
  readonly columns: readonly ItemFeature[]
  /** Epoch seconds of CREATION_TIMESTAMP, NaN where it is not set; absent where there is no such column. */
  readonly creationTimes?: Float64Array<ArrayBuffer>
}
