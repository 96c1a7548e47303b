/**
 * Transition rules: after item i, how often does item j follow, near followers counting more.
 *
 *   C(i, j) = Σ over occurrences of i, over steps s = 1 … followerWindow ahead, followerDecay^(s-1) · weight
 *   B(i, j) = C(i, j) / (Σ_j C(i, j) + followerShrinkage)
 *
 * A decayed form of sequential rules (Ludewig and Jannach, 2018), with a popularity prior beneath. Cost: interactions ×
 * followerWindow additions into one dense row of the catalogue's width; 20 M interactions of 100 k items with a window
 * of 10 are 2·10⁸ additions. Memory: O(interactions + items · followerCountMax).
 */

import type { Histories, ItemRows } from '../histories.ts'
import { itemOccurrences } from '../item-occurrences.ts'
import { ItemRowCollector } from '../item-rows.ts'
import type { TransitionRulesOptions, TransitionRulesParams } from './params.ts'
import { priorOf, startsOf } from './prior.ts'
import { repeatFactorOf } from './repeat-factor.ts'

export function fitTransitionRules(histories: Histories, options: TransitionRulesOptions): TransitionRulesParams {
  const learned = {
    followers: fitFollowers(histories, options),
    prior: priorOf(histories, options.priorHalfLifeShare),
    starts: startsOf(histories, options.followerWindow, options.followerDecay),
    historyWindow: options.historyWindow,
    historyDecay: options.historyDecay,
    priorWeight: options.priorWeight,
  }
  return { ...learned, repeatFactor: repeatFactorOf(histories, { ...learned, repeatFactor: 1 }) }
}

type FollowerOptions = Pick<
  TransitionRulesOptions,
  'followerWindow' | 'followerDecay' | 'followerCountMax' | 'followerShrinkage'
>

/** The rules without anything beneath them. */
export function fitFollowers(histories: Histories, options: FollowerOptions): ItemRows {
  const { items, itemCount, weights } = histories
  const { followerShrinkage = 0 } = options
  const occurrences = itemOccurrences(histories)
  const isLast = lastFlags(histories)
  const decays = Float32Array.from({ length: options.followerWindow }, (_, step) => options.followerDecay ** step)
  const collector = new ItemRowCollector(itemCount, itemCount)
  for (let item = 0; item < itemCount; item++) {
    let total = 0
    for (let at = occurrences.offsets[item]!; at < occurrences.offsets[item + 1]!; at++) {
      let position = occurrences.positions[at]!
      for (let step = 0; step < options.followerWindow && isLast[position] === 0; step++) {
        position++
        const weight = decays[step]! * (weights === undefined ? 1 : weights[position]!)
        if (weight === 0) continue
        collector.add(items[position]!, weight)
        total += weight
      }
    }
    collector.endRow(options.followerCountMax, total > 0 ? 1 / (total + followerShrinkage) : 0)
  }
  return collector.finish()
}

/** 1 at the newest interaction of each user. */
function lastFlags({ items, offsets, userCount }: Histories): Uint8Array {
  const flags = new Uint8Array(items.length)
  for (let user = 0; user < userCount; user++)
    if (offsets[user + 1]! > offsets[user]!) flags[offsets[user + 1]! - 1] = 1
  return flags
}
