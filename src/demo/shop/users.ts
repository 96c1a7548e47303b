/**
 * Users by number: what they like, when they come, how much they do. A user has two favourite departments and, at some
 * point of the half-year, trades one of them for another: tastes drift.
 */

import { departments } from './departments.ts'
import { chance, type ShopPlan } from './shop-plan.ts'

const [firstDraw, secondDraw, thirdDraw, driftDraw, activityDraw, ageDraw, memberDraw] = [20, 21, 22, 23, 24, 25, 26]

export interface User {
  readonly userId: string
  readonly membership: 'free' | 'silver' | 'gold'
  readonly age: number
}

export const userIdOf = (user: number): string => `user-${String(user + 1).padStart(5, '0')}`

export function userAt({ seed }: ShopPlan, user: number): User {
  const member = chance(seed, memberDraw, user)
  return {
    userId: userIdOf(user),
    membership: member < 0.6 ? 'free' : member < 0.9 ? 'silver' : 'gold',
    age: 16 + Math.floor(60 * chance(seed, ageDraw, user) ** 1.5),
  }
}

/** Departments by number, the favourite first; `progress` is the share of the user's time that has passed. */
export function tasteAt({ seed }: ShopPlan, user: number, progress: number): readonly [number, number] {
  const count = departments.length
  const first = Math.floor(count * chance(seed, firstDraw, user))
  const second = (first + 1 + Math.floor((count - 1) * chance(seed, secondDraw, user))) % count
  const third = (first + 1 + Math.floor((count - 1) * chance(seed, thirdDraw, user))) % count
  return progress < 0.2 + 0.6 * chance(seed, driftDraw, user) ? [first, second] : [first, third]
}

/** How much a user does relative to others: a few do a lot. */
export const activityOf = ({ seed }: ShopPlan, user: number): number =>
  0.2 + 0.8 * Math.min(8, -Math.log(1 - chance(seed, activityDraw, user)))
