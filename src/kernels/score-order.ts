/**
 * All item indices by score, f32, highest first; of equal scores the smaller index first. A radix sort with digits of 11
 * bits: three passes over the items, each stable, hence ties by index. The bits of a float order as an integer once the
 * sign bit is flipped, and all bits for negative numbers; their complement orders downwards. Cost: 8 passes of O(items),
 * some 15 ms for a million, in 16 bytes an item beside the result.
 */

const digitBits = 11
const bucketCount = 2 ** digitBits

export function scoreOrder(scores: Float32Array): Uint32Array<ArrayBuffer> {
  const keys = descendingKeys(scores)
  let order = Uint32Array.from(keys.keys())
  let sorted = new Uint32Array(keys.length)
  for (let shift = 0; shift < 32; shift += digitBits) {
    distribute(keys, order, sorted, shift)
    const former = order
    order = sorted
    sorted = former
  }
  return order
}

function descendingKeys(scores: Float32Array): Uint32Array {
  // Adding 0 turns -0 into 0, which equals it but has other bits.
  const keys = new Uint32Array(Float32Array.from(scores, score => score + 0).buffer)
  for (let item = 0; item < keys.length; item++) {
    const bits = keys[item]!
    keys[item] = bits >>> 31 === 1 ? bits : ~bits ^ 0x80000000
  }
  return keys
}

function distribute(keys: Uint32Array, order: Uint32Array, sorted: Uint32Array, shift: number): void {
  const places = new Uint32Array(bucketCount + 1)
  for (let at = 0; at < keys.length; at++) places[((keys[at]! >>> shift) & (bucketCount - 1)) + 1]! += 1
  for (let bucket = 0; bucket < bucketCount; bucket++) places[bucket + 1]! += places[bucket]!
  for (let at = 0; at < order.length; at++) {
    const item = order[at]!
    sorted[places[(keys[item]! >>> shift) & (bucketCount - 1)]!++] = item
  }
}
