/** What the transition rules are told and what they learn. */

import type { ItemRows } from '../histories.ts'

export interface TransitionRulesOptions {
  /** How many interactions ahead of an item still count as following it. */
  readonly followerWindow: number
  /** Weight of each step further ahead, relative to the one before. */
  readonly followerDecay: number
  /** Added to what a row is divided by: rules of items that were hardly followed count less; 0 when absent. */
  readonly followerShrinkage?: number
  /** How many of the newest interactions of a history are asked for their rules. */
  readonly historyWindow: number
  /** Weight of each step further back, relative to the one after. */
  readonly historyDecay: number
  /** Share of the popularity prior in a score, in (0, 1]. */
  readonly priorWeight: number
  /** Half-life of the prior's counts, as a share of all interactions in order of time; undefined: all count the same. */
  readonly priorHalfLifeShare: number | undefined
  readonly followerCountMax: number
}

export interface TransitionRulesParams {
  /** Row per item: what follows it, likeliest first; weights of a full row sum to 1 without shrinkage. */
  readonly followers: ItemRows
  /** Popularity of each item, sums to 1. */
  readonly prior: Float32Array<ArrayBuffer>
  /** What users tended to take first, sums to 1: the answer to an empty history, together with the prior. */
  readonly starts: Float32Array<ArrayBuffer>
  readonly historyWindow: number
  readonly historyDecay: number
  readonly priorWeight: number
  /** Items already in a history have their score multiplied by this: near 0 where users never repeat. */
  readonly repeatFactor: number
}
