/** What the mixed run puts: events of users and of sessions that learn their user later, items and users. */

import type { Event, PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import type { Random } from '../../src/base/random.ts'
import { itemIdOf } from '../../src/demo/shop/items.ts'
import { openedAt, openForSeconds } from '../../src/demo/shop/shop-plan.ts'
import { userIdOf } from '../../src/demo/shop/users.ts'
import type { EventLine, Ledger } from './ledger.ts'
import { devices, type MixedShop } from './mixed-shop.ts'

/** Events of the run come after those of the imported files, each at a second of its own. */
export const lastImported = openedAt + openForSeconds + 30 * 86_400

const freshItemCount = 200

export interface WriterParts {
  readonly shop: MixedShop
  readonly events: () => PersonalizeEvents
  readonly ledger: Ledger
  readonly random: Random
  /** Of an answer to the user, if there is one, and items that were shown. */
  readonly shownTo: (userId: string) => { recommendationId: string; itemIds: readonly string[] } | undefined
}

export class Writer {
  readonly #parts: WriterParts
  #second = lastImported

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  anyUser(): string {
    return userIdOf(this.#parts.random.below(this.#parts.shop.plan.userCount))
  }

  anyItem(): string {
    return itemIdOf(this.#parts.random.below(this.#parts.shop.plan.itemCount))
  }

  #event(userId: string): Event {
    const { random, shownTo } = this.#parts
    const shown = random.below(3) === 0 ? shownTo(userId) : undefined
    const itemId = shown?.itemIds[0] ?? this.anyItem()
    const isExplicit = shown !== undefined && random.below(2) === 0
    return {
      eventType: ['view', 'view', 'add_to_cart', 'purchase'][random.below(4)],
      itemId,
      sentAt: new Date(++this.#second * 1000),
      properties: JSON.stringify({ device: devices[random.below(devices.length)] }),
      ...(shown &&
        (isExplicit ? { impression: shown.itemIds.slice(0, 25) } : { recommendationId: shown.recommendationId })),
    }
  }

  /** One call. Gives what was bought in it. */
  async putEvents(): Promise<{ readonly userId: string; readonly boughtIds: readonly string[] }> {
    const userId = this.anyUser()
    const eventList = Array.from({ length: 1 + this.#parts.random.below(7) }, () => this.#event(userId))
    const isVisit = this.#parts.random.below(4) === 0
    const sessionId = `visit-${this.#second}`
    const early = isVisit ? await this.#putUnnamed(userId, sessionId) : []
    await this.#put(userId, sessionId, eventList, early)
    const boughtIds = eventList.flatMap(({ eventType, itemId }) => (eventType === 'purchase' && itemId ? [itemId] : []))
    for (const itemId of boughtIds) this.#parts.ledger.buy(userId, itemId)
    return { userId, boughtIds }
  }

  /** Without a user: they are the user's once a call has both, and nobody's before. */
  async #putUnnamed(userId: string, sessionId: string): Promise<readonly EventLine[]> {
    const { shop, events } = this.#parts
    const eventList = Array.from({ length: 3 }, () => this.#event(userId))
    await events().putEvents({ trackingId: shop.trackingId, sessionId, eventList })
    return linesOf(userId, eventList)
  }

  async #put(userId: string, sessionId: string, eventList: Event[], early: readonly EventLine[]): Promise<void> {
    const { shop, events, ledger } = this.#parts
    const lines = [...early, ...linesOf(userId, eventList)]
    try {
      await events().putEvents({ trackingId: shop.trackingId, userId, sessionId, eventList })
      ledger.acknowledge(lines)
    } catch (error) {
      ledger.doubt(lines)
      throw error
    }
  }

  /** Some are known and change their price, some are new. */
  async putItems(): Promise<void> {
    const { shop, events, ledger, random } = this.#parts
    const itemId = random.below(2) === 0 ? this.anyItem() : `fresh-${random.below(freshItemCount)}`
    const price = 1 + random.below(200)
    const properties = JSON.stringify({ title: itemId, category: 'Games', price, creationTimestamp: this.#second })
    ledger.items.begin(itemId, price)
    await events().putItems({ datasetArn: shop.itemsArn, items: [{ itemId, properties }] })
    ledger.items.acknowledge(itemId, price)
  }

  async putUsers(): Promise<void> {
    const { shop, events, ledger, random } = this.#parts
    const userId = this.anyUser()
    const age = 18 + random.below(60)
    ledger.users.begin(userId, age)
    const properties = JSON.stringify({ age, membership: 'gold' })
    await events().putUsers({ datasetArn: shop.usersArn, users: [{ userId, properties }] })
    ledger.users.acknowledge(userId, age)
  }
}

const linesOf = (userId: string, eventList: readonly Event[]): readonly EventLine[] =>
  eventList.map(({ itemId, sentAt }) => `${userId} ${itemId} ${(sentAt as Date).getTime() / 1000}`)
