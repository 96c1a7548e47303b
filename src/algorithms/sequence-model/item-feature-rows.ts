/**
 * Which features each item has, such as its categories, by row and turned round. In training a feature has a vector of its
 * own that is part of the vector of each item that has it, so items that are alike learn together, and what is learned of a
 * feature says where a new item belongs.
 */

export interface ItemFeatureRows {
  readonly featureCount: number
  /** One more than there are items. */
  readonly offsets: Uint32Array
  readonly features: Uint32Array
}

export interface FeatureItems {
  /** One more than there are features. */
  readonly offsets: Uint32Array
  readonly items: Uint32Array
}

export function itemsOfFeatures({ featureCount, offsets, features }: ItemFeatureRows): FeatureItems {
  const starts = new Uint32Array(featureCount + 1)
  for (const feature of features) starts[feature + 1]! += 1
  for (let feature = 0; feature < featureCount; feature++) starts[feature + 1]! += starts[feature]!
  const next = starts.slice(0, featureCount)
  const items = new Uint32Array(features.length)
  for (let item = 0; item + 1 < offsets.length; item++)
    for (let at = offsets[item]!; at < offsets[item + 1]!; at++) items[next[features[at]!]!++] = item
  return { offsets: starts, items }
}

/** How many features an item has that has any; each then takes so much smaller steps. */
export function meanFeatureCount({ offsets, features }: ItemFeatureRows): number {
  let itemCount = 0
  for (let item = 0; item + 1 < offsets.length; item++) if (offsets[item + 1]! > offsets[item]!) itemCount++
  return features.length / Math.max(1, itemCount)
}

/** To begin with: the mean of the vectors of the items that have it, shared among the features of an item. */
export function initialFeatureVectors(
  rows: ItemFeatureRows,
  itemVectors: Float32Array,
  dimension: number,
): Float32Array<ArrayBuffer> {
  const { offsets, items } = itemsOfFeatures(rows)
  const vectors = new Float32Array(rows.featureCount * dimension)
  const share = meanFeatureCount(rows)
  for (let feature = 0; feature < rows.featureCount; feature++) {
    const count = offsets[feature + 1]! - offsets[feature]!
    for (let at = offsets[feature]!; at < offsets[feature + 1]!; at++)
      for (let k = 0; k < dimension; k++)
        vectors[feature * dimension + k]! += itemVectors[items[at]! * dimension + k]! / (count * share)
  }
  return vectors
}

/** Gives items of which nothing is learned the vector that their features have among those of which something is. */
export function placeByFeatures(
  itemVectors: Float32Array,
  rows: ItemFeatureRows,
  isKnown: (item: number) => boolean,
  dimension: number,
): void {
  const vectors = initialFeatureVectors(onlyOf(rows, isKnown), itemVectors, dimension)
  const { offsets, features } = rows
  for (let item = 0; item + 1 < offsets.length; item++) {
    if (isKnown(item) || offsets[item] === offsets[item + 1]) continue
    const own = itemVectors.subarray(item * dimension, (item + 1) * dimension).fill(0)
    for (let at = offsets[item]!; at < offsets[item + 1]!; at++)
      for (let k = 0; k < dimension; k++) own[k]! += vectors[features[at]! * dimension + k]!
  }
}

function onlyOf({ featureCount, offsets, features }: ItemFeatureRows, isKept: (item: number) => boolean) {
  const kept: number[] = []
  const ends = offsets.slice()
  for (let item = 0; item + 1 < offsets.length; item++) {
    if (isKept(item)) for (let at = offsets[item]!; at < offsets[item + 1]!; at++) kept.push(features[at]!)
    ends[item + 1] = kept.length
  }
  return { featureCount, offsets: ends, features: Uint32Array.from(kept) }
}
