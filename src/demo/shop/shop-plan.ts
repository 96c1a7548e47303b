/**
 * The size and seed of a sample shop, and what follows from them for all of it. Everything about one user or one item is
 * computed from the seed and its number alone, so a shop of any size needs memory for its items' order of popularity only.
 */

export interface ShopPlan {
  readonly userCount: number
  readonly itemCount: number
  readonly interactionCount: number
  readonly seed: number
}

export const defaultPlan: ShopPlan = { userCount: 2000, itemCount: 1000, interactionCount: 80_000, seed: 1 }

/** The shop opens here and has been open for half a year. Epoch seconds. */
export const openedAt = 1_767_225_600
export const openForSeconds = 182 * 86_400

/** A random number in [0, 1) that depends on the seed and the three numbers alone (a mixing of 32 bits, murmur3). */
export function chance(seed: number, what: number, index: number, draw = 0): number {
  let h = (seed ^ Math.imul(what + 1, 0x9e3779b1)) | 0
  for (const part of [index, draw]) {
    h = Math.imul(h ^ (part | 0), 0x85ebca6b)
    h ^= h >>> 13
    h = Math.imul(h, 0xc2b2ae35)
    h ^= h >>> 16
  }
  return (h >>> 0) / 4294967296
}
