/**
 * `attune demo`: starts a server on the embedded default and goes the whole way with the official SDK clients, telling
 * what happens. Without `--data` it uses a fresh folder of its own, so that every tour starts from nothing, and removes it when it
 * ends; whoever kills it by force finds the folder where temporary files are.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PersonalizeClient } from '@aws-sdk/client-personalize'
import { PersonalizeRuntimeClient } from '@aws-sdk/client-personalize-runtime'
import { type Attune, type Configuration, startAttune } from '../attune.ts'
import { randomHex } from '../base/random.ts'
import { environmentFor } from '../cli/env.ts'
import { type Flags, loadConfiguration } from '../cli/load-settings.ts'
import { untilSignalled } from '../cli/serve.ts'
import { createNarrator, type Narrator } from './narrator.ts'
import { departments } from './shop/departments.ts'
import { interactionsOf } from './shop/interactions.ts'
import { type Item, itemAt, itemIdOf } from './shop/items.ts'
import { shopSchemas } from './shop/shop-csv.ts'
import type { ShopPlan } from './shop/shop-plan.ts'
import { tasteAt, userIdOf } from './shop/users.ts'
import { Tour } from './tour.ts'
import { planFrom, shopFiles, writeShop } from './write-shop.ts'

const datasetTypes = { interactions: 'Interactions', items: 'Items', users: 'Users' } as const

/** The story is told in a minute: models are blends of closed forms unless a sequence model is asked for. */
const quick = { sequenceMinutes: 0 }

/** The usual port where it is free, else any. */
async function start(configuration: Configuration, isPortGiven: boolean): Promise<Attune> {
  try {
    return await startAttune(configuration)
  } catch (error) {
    if (isPortGiven || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return startAttune({ ...configuration, settings: { ...configuration.settings, port: 0 } })
  }
}

/** Two users whose favourites at the end differ, with a history worth showing. */
function oppositeUsers(plan: ShopPlan, histories: ReadonlyMap<string, readonly string[]>): [number, number] {
  const active: number[] = []
  for (let user = 0; user < plan.userCount && active.length < 200; user++) {
    if ((histories.get(userIdOf(user))?.length ?? 0) >= 15) active.push(user)
  }
  const one = active[0] ?? 0
  const tastes = new Set(tasteAt(plan, one, 1))
  const other = active.find(user => tasteAt(plan, user, 1).every(taste => !tastes.has(taste)))
  return [one, other ?? Math.min(1, plan.userCount - 1)]
}

/** What the first users viewed, in order. */
function viewsOf(plan: ShopPlan): ReadonlyMap<string, readonly string[]> {
  const views = new Map<string, string[]>()
  for (const { userId, itemId, eventType } of interactionsOf(plan)) {
    if (views.size > 300) break
    if (eventType !== 'view') continue
    views.set(userId, [...(views.get(userId) ?? []), itemId])
  }
  return views
}

const describeItem = ({ title, category, price }: Item): string => `${title} (${category}, ${price.toFixed(2)})`

class Story {
  readonly #tour: Tour
  readonly #narrator: Narrator
  readonly #plan: ShopPlan
  readonly #items: ReadonlyMap<string, Item>

  constructor(tour: Tour, narrator: Narrator, plan: ShopPlan) {
    this.#tour = tour
    this.#narrator = narrator
    this.#plan = plan
    this.#items = new Map(Array.from({ length: plan.itemCount }, (_, item) => [itemIdOf(item), itemAt(plan, item)]))
  }

  async load(name: string, directory: string): Promise<string> {
    const { step, say } = this.#narrator
    const { userCount, itemCount, interactionCount } = this.#plan
    say('\n1. Data: a sample shop, made from a seed, in a local bucket')
    await step(`write three CSV files to s3://${name}`, () => writeShop(this.#plan, join(directory, 'buckets', name)))
    const group = await step('create a dataset group', () => this.#tour.createGroup(name))
    const counts = { interactions: interactionCount, items: itemCount, users: userCount }
    for (const file of shopFiles) {
      const arn = await step(`create the schema and dataset of ${file}`, () =>
        this.#tour.createDataset(`${name}-${file}`, datasetTypes[file], group, shopSchemas[file]),
      )
      await step(`import ${counts[file].toLocaleString('en')} ${file}`, report =>
        this.#tour.importFrom(`s3://${name}/${file}.csv`, `${name}-${file}`, arn, report),
      )
    }
    return group
  }

  async deployRecipe(name: string, recipe: string, group: string): Promise<string> {
    const { step } = this.#narrator
    const version = await step(`train ${recipe}`, report => this.#tour.train(name, recipe, group, report))
    this.tellMetrics(await this.#tour.metricsOf(version))
    return step(`deploy it as campaign ${name}`, () => this.#tour.deploy(name, version))
  }

  tellMetrics(metrics: Readonly<Record<string, number>>): void {
    const { normalized_discounted_cumulative_gain_at_10: ndcg, mean_reciprocal_rank_at_25: mrr, coverage } = metrics
    this.#narrator.say(`    on users it had not seen: NDCG@10 ${ndcg}, MRR@25 ${mrr}, coverage ${coverage}`)
  }

  list(itemIds: readonly string[]): void {
    for (const [place, itemId] of itemIds.entries()) {
      const item = this.#items.get(itemId)
      this.#narrator.say(`      ${place + 1}. ${item ? describeItem(item) : itemId}`)
    }
  }

  async forTwoUsers(
    campaign: string,
    users: readonly number[],
    views: ReadonlyMap<string, readonly string[]>,
  ): Promise<void> {
    const { say } = this.#narrator
    say('\n3. Recommendations for two users with opposite tastes')
    for (const user of users) {
      const userId = userIdOf(user)
      const tastes = tasteAt(this.#plan, user, 1).map(taste => departments[taste]?.name)
      say(`  ${userId} likes ${tastes.join(' and ')} and viewed last:`)
      this.list((views.get(userId) ?? []).slice(-3))
      say('    GetRecommendations answers:')
      this.list(await this.#tour.recommend(campaign, { userId }, 5))
    }
  }

  async related(campaign: string, itemId: string): Promise<void> {
    const item = this.#items.get(itemId)
    this.#narrator.say(`\n4. Items like ${item ? describeItem(item) : itemId}`)
    this.list(await this.#tour.recommend(campaign, { itemId }, 5))
  }

  async ranked(campaign: string, user: number, itemIds: readonly string[]): Promise<void> {
    const { say } = this.#narrator
    say(`\n5. The same six items, ranked for ${userIdOf(user)}`)
    for (const { itemId, score } of await this.#tour.rank(campaign, userIdOf(user), [...itemIds])) {
      const item = this.#items.get(itemId)
      say(`      ${score.toFixed(4)}  ${item ? describeItem(item) : itemId}`)
    }
  }
}

function tellWhatNext(narrator: Narrator, directory: string, url: string, campaign: string): void {
  const { say } = narrator
  say(`\nThe server goes on at ${url} until Ctrl-C; its data are in ${directory} (--data DIR keeps them).`)
  say('In another terminal, an unchanged program talks to it after:')
  say(`  eval "$(attune env --data ${directory})"`)
  say('for instance the AWS CLI:')
  say('  aws personalize list-campaigns')
  say(`  aws personalize-runtime get-recommendations --campaign-arn ${campaign} --user-id ${userIdOf(0)}`)
  say('A server of your own also tries a sequence model, in minutes; here ATTUNE_SEQUENCE_MINUTES=9 asks for it.')
  say('(in a checkout, `attune` is `node bin/attune.js`)')
}

export async function demo(flags: Flags): Promise<number> {
  if (flags.data !== undefined) return demoIn(flags.data as string, flags)
  const directory = await mkdtemp(join(tmpdir(), 'attune-demo-'))
  try {
    return await demoIn(directory, flags)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function demoIn(data: string, flags: Flags): Promise<number> {
  const startedAtMs = performance.now()
  const plan = planFrom(flags)
  const configuration = loadConfiguration({ ...flags, data }, process.env, quick)
  const narrator = createNarrator(process.stdout)
  narrator.say('Attune: a recommender behind the Amazon Personalize API, on this machine.')
  const attune = await narrator.step(
    'start the server',
    () => start(configuration, flags.port !== undefined),
    ({ url }) => url,
  )
  let isInterrupted = false
  const ended = untilSignalled(() => {
    isInterrupted = true
    return attune.close()
  })
  try {
    const name = flags.data === undefined ? 'shop' : `shop-${randomHex(6)}`
    const campaign = await tell(configuration, attune, narrator, plan, name)
    narrator.say(`\nFrom nothing to here in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s.`)
    if (flags.exit === true) return 0
    tellWhatNext(narrator, configuration.settings.data, attune.url, campaign)
    return await ended
  } catch (error) {
    // A tour whose server was told to stop comes to no good end, and that is no fault.
    if (isInterrupted) return await ended
    throw error
  } finally {
    await attune.close()
  }
}

/** Gives the ARN of the campaign of user personalisation. */
async function tell(
  configuration: Configuration,
  attune: Attune,
  narrator: Narrator,
  plan: ShopPlan,
  name: string,
): Promise<string> {
  const { settings } = configuration
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = environmentFor(configuration)
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY }
  const client = { endpoint: attune.url, region: settings.region, credentials }
  const personalize = new PersonalizeClient(client)
  const runtime = new PersonalizeRuntimeClient(client)
  const jobs = () => attune.jobs(settings.account, settings.region)
  const story = new Story(new Tour({ personalize, runtime, jobs, account: settings.account }), narrator, plan)
  try {
    const group = await story.load(name, settings.data)
    narrator.say('\n2. Models: three recipes, trained and measured')
    const forYou = await story.deployRecipe(`${name}-for-you`, 'aws-user-personalization-v2', group)
    const related = await story.deployRecipe(`${name}-related`, 'aws-sims', group)
    const ranking = await story.deployRecipe(`${name}-ranking`, 'aws-personalized-ranking-v2', group)
    const views = viewsOf(plan)
    const [one, other] = oppositeUsers(plan, views)
    await story.forTwoUsers(forYou, [one, other], views)
    const seen = (user: number) => views.get(userIdOf(user)) ?? []
    await story.related(related, seen(one).at(-1) ?? itemIdOf(0))
    const mixed = [...new Set([...seen(other).slice(-3), ...seen(one).slice(-3)])]
    await story.ranked(ranking, one, mixed)
    return forYou
  } finally {
    personalize.destroy()
    runtime.destroy()
  }
}
