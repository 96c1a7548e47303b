/**
 * The law of filters and promotions in answers: whatever is asked, while items, users and events come in, each item of the
 * answer passes the filter of its place, nothing that is allowed and has room is left out, and nothing fills up. The naive
 * side is a few lines here and knows nothing of sets, rows or models. What explores is in `serving/explorer.test.ts`.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemId, ringModel, userId } from '../../../test/fixtures/data/model-files.ts'
import {
  addFilter,
  addGroup,
  putAll,
  putEvent,
  putUser,
  type ShopItem,
} from '../../../test/fixtures/data/stocked-shop.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import { getPersonalizedRanking } from './get-personalized-ranking.ts'
import { getRecommendations } from './get-recommendations.ts'

const seed = Number(process.env.ATTUNE_REQUEST_SEED ?? 1)
const itemCount = 60
const userCount = 6
const stepCount = 300

interface State {
  readonly items: Map<string, ShopItem>
  readonly ages: Map<string, number>
  /** `user item type` of each event. */
  readonly events: Set<string>
}

interface Subject {
  readonly user: string
  readonly brand: string
  readonly max: number
}

type Rule = (id: string, item: ShopItem, subject: Subject, state: State) => boolean

const did = (id: string, { user }: Subject, { events }: State, type: string) => events.has(`${user} ${id} ${type}`)
const costs = ({ price }: ShopItem, is: (price: number) => boolean) => price !== undefined && is(price)

/** Each filter as it is written and as it is meant. */
const rules: Readonly<Record<string, readonly [text: string, isAllowed: Rule]>> = {
  brand: ['INCLUDE ItemID WHERE Items.BRAND_NAME IN ($BRAND)', (_, { brandName }, { brand }) => brandName === brand],
  others: [
    'INCLUDE ItemID WHERE Items.BRAND_NAME NOT IN ("b0", "b1")',
    (_, { brandName }) => !/b[01]/.test(`${brandName}`),
  ],
  cheap: [
    'INCLUDE ItemID WHERE Items.GENRE IN ("g1") AND Items.PRICE < $MAX',
    (_, item, { max }) => /g1/.test(`${item.genre}`) && costs(item, price => price < max),
  ],
  unbought: [
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("BUY")',
    (id, _, subject, state) => !did(id, subject, state, 'buy'),
  ],
  chain: [
    'INCLUDE ItemID WHERE Items.GENRE IN ("g1", "g2") | INCLUDE ItemID WHERE Items.PRICE >= 30 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")',
    (id, item, subject, state) =>
      (/g[12]/.test(`${item.genre}`) || costs(item, price => price >= 30)) &&
      !['buy', 'view'].some(type => did(id, subject, state, type)),
  ],
  seen: [
    'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view")',
    (id, _, subject, state) => did(id, subject, state, 'view'),
  ],
  minor: [
    'EXCLUDE ItemID WHERE Items.PRICE > 20 IF CurrentUser.AGE < 18',
    (_, item, { user }, { ages }) => !((ages.get(user) ?? 99) < 18 && costs(item, price => price > 20)),
  ],
}
const names = Object.keys(rules)

const campaigns = [
  ['users', 'aws-user-personalization', 'blend'],
  ['second', 'aws-user-personalization-v2', 'sequence-rules'],
  ['alike', 'aws-sims', 'related-items'],
  ['popular', 'aws-popularity-count', 'popularity'],
] as const

class World {
  readonly #shop: Deployment
  readonly #random: Random
  readonly #arns = new Map<string, string>()
  readonly #state: State = { items: new Map(), ages: new Map(), events: new Set() }

  constructor(shop: Deployment, random: Random) {
    this.#shop = shop
    this.#random = random
  }

  async open(): Promise<void> {
    await addGroup(this.#shop)
    for (const [name, recipe, kind] of [
      ...campaigns,
      ['ranking', 'aws-personalized-ranking', 'sequence-rules'] as const,
    ]) {
      const version = await this.#shop.addVersion(name, recipe, ringModel(kind, { itemCount }))
      const campaignArn = await this.#shop.createCampaign(name, version)
      await this.#shop.settled(campaignArn)
      this.#arns.set(name, campaignArn)
    }
    for (const [name, [text]] of Object.entries(rules))
      this.#arns.set(`filter ${name}`, await addFilter(this.#shop, name, text))
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random.below(from.length)] as T
  }

  /** The last ten are unknown to the models. */
  #anItem(): string {
    return itemId(this.#random.below(itemCount + 10))
  }

  async #change(): Promise<void> {
    const [id, user, kind] = [this.#anItem(), userId(this.#random.below(userCount)), this.#random.below(4)]
    if (kind === 0) {
      const age = 10 + this.#random.below(20)
      await putUser(this.#shop, user, { age })
      this.#state.ages.set(user, age)
    } else if (kind === 1) {
      const eventType = this.#pick(['buy', 'view'])
      await putEvent(this.#shop, { userId: user, itemId: id, eventType })
      this.#state.events.add(`${user} ${id} ${eventType}`)
    } else {
      const brandName = this.#pick(['b0', 'b1', 'b2', undefined])
      const item: ShopItem = {
        ...(brandName && { brandName }),
        ...(this.#random.below(5) > 0 && { genre: this.#pick(['g1', 'g2|g1', 'g3']) }),
        ...(this.#random.below(5) > 0 && { price: this.#random.below(40) }),
      }
      await putAll(this.#shop, [[id, item]])
      this.#state.items.set(id, item)
    }
  }

  #isAllowed(name: string | undefined, id: string, subject: Subject): boolean {
    return name === undefined || (rules[name]?.[1](id, this.#state.items.get(id) ?? {}, subject, this.#state) ?? false)
  }

  #filtering(name: string, { brand, max }: Subject) {
    return { filterArn: this.#arns.get(`filter ${name}`), filterValues: { BRAND: `"${brand}"`, MAX: String(max) } }
  }

  #aSubject(): Subject {
    const user = userId(this.#random.below(userCount + 1))
    return { user, brand: this.#pick(['b0', 'b1', 'b2']), max: this.#random.below(40) }
  }

  async #ask(): Promise<void> {
    const [campaign] = this.#pick(campaigns)
    const [subject, other] = [this.#aSubject(), this.#aSubject()]
    const promoting: Subject = { ...other, user: subject.user }
    const filter = this.#pick([...names, undefined])
    const promotion = this.#random.below(2) === 0 ? this.#pick(names) : undefined
    const numResults = this.#pick([1, 7, itemCount + 20])
    const percentPromotedItems = this.#pick([1, 30, 100])
    const near = campaign === 'alike' ? itemId(this.#random.below(itemCount)) : undefined
    const { itemList = [] } = await this.#shop.call(getRecommendations, {
      ...{ campaignArn: this.#arns.get(campaign), userId: subject.user, itemId: near, numResults },
      ...(filter && this.#filtering(filter, subject)),
      ...(promotion && {
        promotions: [{ name: 'sale', percentPromotedItems, ...this.#filtering(promotion, promoting) }],
      }),
    })
    const told = JSON.stringify({
      campaign,
      subject,
      promoting,
      filter,
      promotion,
      numResults,
      percentPromotedItems,
      near,
      itemList,
    })
    const ids = itemList.map(({ itemId: id = '' }) => id)
    assert.equal(new Set(ids).size, ids.length, told)
    assert.ok(ids.length <= numResults, told)
    for (const { itemId: id = '', promotionName, reason = [] } of itemList) {
      const passes = promotionName ? this.#isAllowed(promotion, id, promoting) : this.#isAllowed(filter, id, subject)
      assert.ok(passes, `${id} in ${told}`)
      assert.ok(
        reason.every(one => one === 'Promoted item'),
        told,
      )
    }
    const places = promotion ? Math.max(1, Math.round((numResults * percentPromotedItems) / 100)) : 0
    assert.ok(itemList.filter(({ promotionName }) => promotionName !== undefined).length <= places, told)
    const known = Array.from({ length: itemCount }, (_, at) => itemId(at)).filter(id => id !== near)
    const missing = known.filter(id => !ids.includes(id) && this.#isAllowed(filter, id, subject))
    assert.ok(ids.length === numResults || missing.length === 0, `${missing} are missing in ${told}`)
  }

  async #rank(): Promise<void> {
    const [subject, filter] = [this.#aSubject(), this.#pick(names)]
    const inputList = Array.from({ length: 12 }, () => this.#anItem())
    const { personalizedRanking = [] } = await this.#shop.call(getPersonalizedRanking, {
      ...{ campaignArn: this.#arns.get('ranking'), userId: subject.user, inputList },
      ...this.#filtering(filter, subject),
    })
    const wanted = new Set(inputList.filter(id => this.#isAllowed(filter, id, subject)))
    assert.deepEqual(new Set(personalizedRanking.map(({ itemId: id }) => id)), wanted, `${filter} ${inputList}`)
    assert.equal(personalizedRanking.length, wanted.size)
  }

  async step(): Promise<void> {
    const kind = this.#random.below(8)
    if (kind < 3) return this.#change()
    return kind === 3 ? this.#rank() : this.#ask()
  }
}

test(`${stepCount} changes and requests of any kind (seed ${seed})`, async context => {
  const shop = await openDeployment()
  context.after(() => shop.close())
  const world = new World(shop, seededRandom(seed))
  await world.open()
  for (let step = 0; step < stepCount; step++) await world.step()
})
