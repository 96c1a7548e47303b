/** What the mixed run asks, and what must be true of every answer: filters hold, nothing repeats, nothing is missing. */

import type { GetRecommendationsRequest, PersonalizeRuntime, PredictedItem } from '@aws-sdk/client-personalize-runtime'
import type { Random } from '../../src/base/random.ts'
import type { Ledger } from './ledger.ts'
import { devices, type MixedShop } from './mixed-shop.ts'

export interface ReaderParts {
  readonly shop: MixedShop
  readonly runtime: () => PersonalizeRuntime
  readonly ledger: Ledger
  readonly random: Random
  readonly anyUser: () => string
  readonly anyItem: () => string
}

/** Answers that events may refer to. */
const rememberedMax = 1000

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`wrong answer: ${what}`)
}

const idsOf = (items: readonly PredictedItem[]): readonly string[] => items.map(({ itemId = '' }) => itemId)

const priceOf = ({ metadata }: PredictedItem): number => Number(metadata?.price ?? Number.NaN)

export class Reader {
  readonly #parts: ReaderParts
  readonly #answers = new Map<string, { recommendationId: string; itemIds: readonly string[] }>()
  readonly latenciesMs: number[] = []

  constructor(parts: ReaderParts) {
    this.#parts = parts
  }

  shownTo(userId: string) {
    return this.#answers.get(userId)
  }

  async ask(): Promise<void> {
    const kinds = [this.#plain, this.#filtered, this.#promoted, this.#inContext, this.#ranked]
    await kinds[this.#parts.random.below(kinds.length)]!.call(this)
  }

  async #recommend(more: Partial<GetRecommendationsRequest>): Promise<readonly PredictedItem[]> {
    const { shop, runtime, anyUser } = this.#parts
    const userId = more.userId ?? anyUser()
    const startMs = performance.now()
    const answer = await runtime().getRecommendations({ campaignArn: shop.campaignArn, userId, ...more })
    this.latenciesMs.push(performance.now() - startMs)
    const { itemList = [], recommendationId = '' } = answer
    const itemIds = idsOf(itemList)
    holds(itemIds.length > 0, 'no items')
    holds(new Set(itemIds).size === itemIds.length, 'an item twice')
    this.#answers.set(userId, { recommendationId, itemIds })
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= rememberedMax) break
      this.#answers.delete(oldest)
    }
    return itemList
  }

  async #plain(): Promise<void> {
    const items = await this.#recommend({ numResults: 25 })
    holds(items.length === 25, `${items.length} items of 25`)
  }

  async #inContext(): Promise<void> {
    const { random } = this.#parts
    await this.#recommend({ context: { DEVICE: devices[random.below(devices.length)] as string } })
  }

  async #filtered(): Promise<void> {
    const userId = this.#parts.anyUser()
    const dearest = 10 + this.#parts.random.below(100)
    const bought = this.#parts.ledger.boughtBy(userId)
    const items = await this.#recommend({ userId, ...this.#affordable(dearest) })
    for (const item of items) this.#checkAffordable(item, dearest, bought)
  }

  async #promoted(): Promise<void> {
    const userId = this.#parts.anyUser()
    const bought = this.#parts.ledger.boughtBy(userId)
    const promotion = { name: 'dear', percentPromotedItems: 20, filterArn: this.#parts.shop.dearArn }
    const promotions = [{ ...promotion, filterValues: { MIN: '30' } }]
    const items = await this.#recommend({ userId, ...this.#affordable(60), promotions, numResults: 20 })
    const promoted = items.filter(({ promotionName }) => promotionName === 'dear')
    holds(promoted.length === 4, `${promoted.length} promoted items of 4`)
    for (const item of promoted) holds(priceOf(item) >= 30, `promoted at ${priceOf(item)}`)
    for (const item of items) if (!promoted.includes(item)) this.#checkAffordable(item, 60, bought)
  }

  async #ranked(): Promise<void> {
    const { shop, runtime, anyUser, anyItem } = this.#parts
    const inputList = [...new Set(Array.from({ length: 100 }, anyItem))]
    const asked = { campaignArn: shop.rankingArn, userId: anyUser(), inputList }
    const { personalizedRanking = [] } = await runtime().getPersonalizedRanking(asked)
    holds(personalizedRanking.length === inputList.length, 'a ranking of other length')
  }

  /** The very next request after the answer to the events. */
  async checkBought(userId: string, boughtIds: readonly string[]): Promise<void> {
    const items = await this.#recommend({ userId, numResults: 50, ...this.#affordable(1_000_000) })
    const found = idsOf(items)
    for (const itemId of boughtIds) holds(!found.includes(itemId), `${itemId}, bought by ${userId} before`)
  }

  async askWith(filterArn: string, filterValues: Record<string, string>): Promise<void> {
    await this.#recommend({ filterArn, filterValues, numResults: 10 })
  }

  #affordable(dearest: number) {
    const metadataColumns = { ITEMS: ['PRICE'] }
    return { filterArn: this.#parts.shop.affordableArn, filterValues: { MAX: String(dearest) }, metadataColumns }
  }

  #checkAffordable(item: PredictedItem, dearest: number, bought: ReadonlySet<string>): void {
    holds(priceOf(item) <= dearest, `${item.itemId} at ${priceOf(item)}, ${dearest} at most`)
    holds(!bought.has(item.itemId ?? ''), `${item.itemId} was bought`)
  }
}
