/**
 * Items by number. Item `i` belongs to department `i mod 12`; its place in that department, `floor(i / 12)`, is shuffled
 * by the seed into a rank of popularity. Items of one department with neighbouring ranks form series: who looks at one
 * often looks at the next, which gives sequence models something to learn.
 */

import { adjectives, type Department, departments, qualities } from './departments.ts'
import { chance, openedAt, openForSeconds, type ShopPlan } from './shop-plan.ts'

const [nounDraw, priceDraw, createdDraw, qualityDraw, rankDraw] = [10, 11, 12, 13, 14]

export interface Item {
  readonly itemId: string
  readonly title: string
  readonly category: string
  readonly price: number
  /** Epoch seconds; nine in ten before the shop opened. */
  readonly createdAt: number
  readonly description: string
}

const pick = <T>(list: readonly T[], share: number): T => list[Math.floor(share * list.length)] as T

export const itemIdOf = (item: number): string => `item-${String(item + 1).padStart(4, '0')}`

export const departmentOf = (item: number): Department => departments[item % departments.length] as Department

export function itemAt({ seed }: ShopPlan, item: number): Item {
  const department = departmentOf(item)
  const place = Math.floor(item / departments.length)
  const noun = pick(department.nouns, chance(seed, nounDraw, item))
  const adjective = adjectives[place % adjectives.length] as string
  const edition = Math.floor(place / adjectives.length)
  const title = `${adjective} ${noun}${edition === 0 ? '' : ` ${edition + 1}`}`
  const isNew = chance(seed, createdDraw, item) < 0.1
  const age = chance(seed, createdDraw, item, 1)
  return {
    itemId: itemIdOf(item),
    title,
    category: department.name,
    price: Math.round(department.price * (0.4 + 1.6 * chance(seed, priceDraw, item) ** 2) * 100) / 100,
    createdAt: Math.floor(isNew ? openedAt + age * openForSeconds * 0.9 : openedAt - age * 2 * openForSeconds),
    description: `${title} for ${department.name.toLowerCase()}, ${pick(qualities, chance(seed, qualityDraw, item))}.`,
  }
}

/** Per department its items, most popular first. */
export function popularityOrder({ seed, itemCount }: ShopPlan): readonly Uint32Array[] {
  return departments.map((_, department) => {
    const members: number[] = []
    for (let item = department; item < itemCount; item += departments.length) members.push(item)
    const draws = new Map(members.map(item => [item, chance(seed, rankDraw, item)]))
    return Uint32Array.from(members.sort((one, other) => (draws.get(one) ?? 0) - (draws.get(other) ?? 0)))
  })
}
