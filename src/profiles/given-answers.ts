/**
 * Answers as they were given: what was asked, of which model, and what came, by `recommendationId`. Enough to work an answer
 * out again when somebody asks why; what can be worked out again (scores, what a filter allowed) is not in it. Kept in a
 * ring on disk, so that it outlives the server and is gone some day.
 */

import type { AnswerRing } from '../storage/answer-ring.ts'
import type { RecentAnswers } from './recent-answers.ts'

export interface GivenAnswer {
  readonly operation: 'GetRecommendations' | 'GetPersonalizedRanking'
  /** Who asked. */
  readonly account: string
  readonly region: string
  /** ARN of the dataset group. */
  readonly group: string
  readonly campaignArn: string
  readonly versionArn: string
  readonly artifact: { readonly file: string; readonly checksum: string }
  readonly answeredAtMs: number
  readonly asked: Asked
  /** What the user had done by then: all their interactions, and the time of the newest in epoch seconds. */
  readonly history?: { readonly count: number; readonly endsAt: number }
  readonly exploration?: { readonly weight: number; readonly itemAgeDaysMax: number }
  readonly itemIds: readonly string[]
  /** By place, where the answer explored; null where a promotion put the item. */
  readonly propensities?: readonly (number | null)[]
  /** Places, from 0. */
  readonly explored?: readonly number[]
  readonly promoted?: readonly number[]
}

interface Asked {
  readonly userId?: string | undefined
  readonly itemId?: string | undefined
  readonly numResults?: number | undefined
  readonly inputList?: readonly string[] | undefined
  readonly context?: Readonly<Record<string, string>> | undefined
  readonly filterArn?: string | undefined
  readonly filterValues?: Readonly<Record<string, string>> | undefined
  readonly promotion?: Promotion | undefined
}

interface Promotion {
  readonly name: string
  readonly percent: number
  readonly filterArn: string
  readonly filterValues: Readonly<Record<string, string>>
}

/** Some ten thousand answers of 25 items. */
const recalledBytes = 12 * 1024 * 1024

const byItem = (itemIds: readonly string[], propensities: readonly (number | null)[]): ReadonlyMap<string, number> =>
  new Map(
    itemIds.flatMap((itemId, place) => {
      const propensity = propensities[place] ?? null
      return propensity === null ? [] : [[itemId, propensity] as const]
    }),
  )

export class GivenAnswers {
  readonly #ring: AnswerRing | undefined

  /** Without a ring nothing is kept. */
  constructor(ring: AnswerRing | undefined) {
    this.#ring = ring
  }

  get areKept(): boolean {
    return this.#ring !== undefined
  }

  /** Does not wait for the disk. */
  keep(recommendationId: string, answer: GivenAnswer): void {
    this.#ring?.add(recommendationId, JSON.stringify(answer))
  }

  /** Gives memory what former servers answered last: events that bring those ids back are impressions, too. */
  async recall(into: RecentAnswers): Promise<void> {
    for await (const texts of this.#ring?.former(recalledBytes) ?? []) {
      for (const { id, text } of texts) {
        if (into.itemsOf(id) !== undefined) continue
        const { itemIds, propensities } = JSON.parse(text) as GivenAnswer
        into.remember(id, itemIds, propensities && byItem(itemIds, propensities))
      }
    }
  }

  /** Those given from the data of a dataset group. */
  async forget(group: string): Promise<void> {
    await this.#ring?.remove(text => text.includes(group) && (JSON.parse(text) as GivenAnswer).group === group)
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    await this.#ring?.close()
  }

  async of(recommendationId: string): Promise<GivenAnswer | undefined> {
    const text = await this.#ring?.find(recommendationId)
    return text === undefined ? undefined : (JSON.parse(text) as GivenAnswer)
  }
}
