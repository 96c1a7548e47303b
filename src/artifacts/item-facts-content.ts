/**
 * Facts of items in a model file: `facts.ageDays` f32 and `facts.userCounts` u32 always; where there are new items
 * `facts.newItems` u32 with the rows `facts.neighbours`; with an objective `facts.boosts` f32; where only some items may be
 * recommended `facts.allowed` u8.
 */

import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import type { ArtifactArray } from './array-types.ts'

export function itemFactsArrays(facts: ItemFacts | undefined): Record<string, ArtifactArray> {
  if (facts === undefined) return {}
  const { newItems, boosts, allowed, ageDays, userCounts } = facts
  return {
    'facts.ageDays': ageDays,
    'facts.userCounts': userCounts,
    ...(boosts && { 'facts.boosts': boosts }),
    ...(allowed && { 'facts.allowed': allowed }),
    ...(newItems && {
      'facts.newItems': newItems.items,
      'facts.neighbours.offsets': newItems.neighbours.offsets,
      'facts.neighbours.items': newItems.neighbours.items,
      'facts.neighbours.weights': newItems.neighbours.weights,
    }),
  }
}

export interface FactsSource {
  has(name: string): boolean
  u8(name: string): Uint8Array<ArrayBuffer>
  u32(name: string): Uint32Array<ArrayBuffer>
  f32(name: string): Float32Array<ArrayBuffer>
}

export function itemFactsFrom(source: FactsSource): ItemFacts | undefined {
  const { has, u8, u32, f32 } = source
  if (!has('facts.ageDays')) return undefined
  return {
    ageDays: f32('facts.ageDays'),
    userCounts: u32('facts.userCounts'),
    ...(has('facts.boosts') && { boosts: f32('facts.boosts') }),
    ...(has('facts.allowed') && { allowed: u8('facts.allowed') }),
    ...(has('facts.newItems') && {
      newItems: {
        items: u32('facts.newItems'),
        neighbours: {
          offsets: u32('facts.neighbours.offsets'),
          items: u32('facts.neighbours.items'),
          weights: f32('facts.neighbours.weights'),
        },
      },
    }),
  }
}
