/**
 * A dataset group of any size in memory: items with a brand of five hundred, one to three of thirty genres and a price, and
 * users with histories of fifty events. Rows lie in any order; those of a fresh profile lie as in the model, which is better.
 */

import { type Random, seededRandom } from '../../src/base/random.ts'
import type { Cells } from '../../src/profiles/columns.ts'
import { emptyProfile } from '../../src/profiles/empty-profile.ts'
import type { EntityParts } from '../../src/profiles/entities.ts'
import { LiveProfile } from '../../src/profiles/group-profile.ts'
import { TextTable } from '../../src/profiles/text-table.ts'

export interface ShopSize {
  readonly itemCount: number
  readonly userCount: number
  readonly historyLength: number
  readonly seed: number
}

export const brandCount = 500
export const genreCount = 30

const padded = (prefix: string, index: number): string => prefix + String(index).padStart(8, '0')

function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const kept = order[at]!
    order[at] = order[other]!
    order[other] = kept
  }
  return order
}

function idsOf(prefix: string, order: Uint32Array) {
  const table = new TextTable()
  for (const index of order) table.add(padded(prefix, index))
  return table.parts()
}

function textCells(name: string, isCategorical: boolean, count: number, draw: () => string): Cells {
  const texts = new TextTable()
  const values = Uint32Array.from({ length: count }, () => texts.add(draw()) + 1)
  return { name, type: 'string', isCategorical, values, texts: texts.parts() }
}

function itemParts(count: number, random: Random): EntityParts {
  const genres = () => Array.from({ length: 1 + random.below(3) }, () => `genre-${random.below(genreCount)}`).join('|')
  return {
    ids: idsOf('item-', shuffled(count, random)),
    records: new Uint8Array(count).fill(1),
    cells: [
      textCells('BRAND', false, count, () => `brand-${random.below(brandCount)}`),
      textCells('GENRE', true, count, genres),
      {
        name: 'PRICE',
        type: 'number',
        values: Float64Array.from({ length: count }, () => random.below(100_000) / 100),
      },
    ],
  }
}

export function shopProfile({ itemCount, userCount, historyLength, seed }: ShopSize): LiveProfile {
  const random = seededRandom(seed)
  const empty = emptyProfile({ items: [], users: [], interactions: [] })
  const count = userCount * historyLength
  const users = Uint32Array.from({ length: userCount }, (_, at) => at)
  return new LiveProfile({
    ...empty,
    items: itemParts(itemCount, random),
    users: { ids: idsOf('user-', users), records: new Uint8Array(userCount), cells: [] },
    eventTypes: ['view', 'buy'],
    interactions: {
      offsets: Uint32Array.from({ length: userCount + 1 }, (_, user) => user * historyLength),
      items: Uint32Array.from({ length: count }, () => random.below(itemCount)),
      times: Uint32Array.from({ length: count }, (_, at) => 1_700_000_000 + at),
      types: Uint8Array.from({ length: count }, () => 1 + random.below(2)),
      fields: [],
    },
  })
}
