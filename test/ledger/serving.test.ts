/** Campaigns and what they answer. */

import { after, before } from 'node:test'
import type { CampaignConfig } from '@aws-sdk/client-personalize'
import { settled } from '../fixtures/server/main-path.ts'
import { interactionsCsv, itemsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'
import { memberEffect, memberRefused } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

const versions = new Map<string, Promise<string>>()

/** A trained version of the recipe, made once. */
const versionOf = (name: string): Promise<string> => {
  const made = versions.get(name) ?? (async () => world.version(await world.solution({ recipeArn: recipe(name) })))()
  versions.set(name, made)
  return made
}

const campaigns = new Map<string, Promise<string>>()

const campaignOf = (name: string): Promise<string> => {
  const made = campaigns.get(name) ?? (async () => world.campaign(await versionOf(name)))()
  campaigns.set(name, made)
  return made
}

const describeCampaign = async (campaignArn: string | undefined) =>
  (await world.control.describeCampaign({ campaignArn })).campaign

/** The prices of what is recommended, or why there are none. */
const metadataFrom = async (campaignArn: string | undefined) => {
  const metadataColumns = { ITEMS: ['PRICE'] }
  const asked = world.runtime.getRecommendations({ campaignArn, userId: 'user-3', numResults: 3, metadataColumns })
  return asked.then(
    ({ itemList = [] }) => itemList.map(({ metadata }) => metadata),
    (error: Error) => error.message,
  )
}

const keptOnly = (what: string) => `kept and described; ${what}`

memberEffect({ operation: 'CreateCampaign', member: 'name', sends: ['home', 'basket'] }, async () => {
  const create = async (name: string) => {
    const solutionVersionArn = await versionOf('user-personalization')
    return (await world.control.createCampaign({ name, solutionVersionArn })).campaignArn?.split('/').at(-1)
  }
  return [await create('home'), await create('basket')]
})

memberEffect(
  { operation: 'CreateCampaign', member: 'solutionVersionArn', sends: ['of transitions', 'of popularity'] },
  async () => [
    await world.answers(await campaignOf('user-personalization')),
    await world.answers(await campaignOf('popularity-count')),
  ],
)

const campaignWith = async (members: { minProvisionedTPS?: number; campaignConfig?: CampaignConfig }) => {
  const solutionVersionArn = await versionOf('user-personalization')
  const input = { name: world.fresh('campaign'), solutionVersionArn, ...members }
  return describeCampaign((await world.control.createCampaign(input)).campaignArn)
}

memberEffect(
  {
    operation: 'CreateCampaign',
    member: 'minProvisionedTPS',
    sends: [1, 5],
    lacks: keptOnly('there is no throughput to reserve'),
  },
  async () => [
    (await campaignWith({ minProvisionedTPS: 1 }))?.minProvisionedTPS,
    (await campaignWith({ minProvisionedTPS: 5 }))?.minProvisionedTPS,
  ],
)

/** Whether thirty answers to one user are all the same. */
const variety = async (campaignArn: string): Promise<'always the same' | 'varied'> => {
  const ask = async () =>
    (await world.runtime.getRecommendations({ campaignArn, userId: 'user-3', numResults: 20 })).itemList ?? []
  const answers = await Promise.all(Array.from({ length: 30 }, ask))
  const lists = new Set(answers.map(items => items.map(({ itemId }) => itemId).join(' ')))
  return lists.size === 1 ? 'always the same' : 'varied'
}

const exploring = (explorationWeight: string) => ({ itemExplorationConfig: { explorationWeight } })

memberEffect(
  {
    operation: 'CreateCampaign',
    member: 'campaignConfig.itemExplorationConfig',
    sends: [exploring('0'), exploring('1')],
  },
  async () => {
    const version = await versionOf('user-personalization')
    return [
      await variety(await world.campaign(version, exploring('0'))),
      await variety(await world.campaign(version, exploring('1'))),
    ]
  },
)

memberEffect(
  {
    operation: 'CreateCampaign',
    member: 'campaignConfig.enableMetadataWithRecommendations',
    sends: [true, false],
  },
  async () => {
    const group = await world.filledGroup()
    await world.import(await world.dataset(group, 'Items', itemsSchema), itemsCsv())
    const solutionVersionArn = await versionOf('popularity-count')
    const described = async (enableMetadataWithRecommendations: boolean) => {
      const campaignConfig = { enableMetadataWithRecommendations }
      const name = world.fresh('campaign')
      const { campaignArn } = await world.control.createCampaign({ name, solutionVersionArn, campaignConfig })
      await settled('campaign', async () => describeCampaign(campaignArn))
      return metadataFrom(campaignArn)
    }
    return [await described(true), await described(false)]
  },
)

const latestOf = async (name: string) => `${(await versionOf(name)).split('/').slice(0, -1).join('/')}/$LATEST`

/** Waits until the campaign deploys this version. */
const deployed = (campaignArn: string | undefined, solutionVersionArn: string) =>
  settled('campaign', async () => {
    const campaign = await describeCampaign(campaignArn)
    const update = campaign?.latestCampaignUpdate
    const isThere = campaign?.solutionVersionArn === solutionVersionArn && (update?.status ?? 'ACTIVE') === 'ACTIVE'
    return { status: isThere && campaign?.status === 'ACTIVE' ? 'ACTIVE' : 'waiting' }
  })

memberEffect(
  {
    operation: 'CreateCampaign',
    member: 'campaignConfig.syncWithLatestSolutionVersion',
    sends: [true, false],
  },
  async () => {
    const solutionVersionArn = await latestOf('popularity-count')
    const create = async (syncWithLatestSolutionVersion: boolean) => {
      const campaignConfig = { syncWithLatestSolutionVersion }
      const input = { name: world.fresh('sync'), solutionVersionArn, campaignConfig }
      const { campaignArn } = await world.control.createCampaign(input)
      await settled('campaign', () => describeCampaign(campaignArn))
      return campaignArn
    }
    const [following, staying] = [await create(true), await create(false)]
    const newer = await world.version(solutionVersionArn.replace('/$LATEST', ''))
    await deployed(following, newer)
    return [
      (await describeCampaign(following))?.solutionVersionArn === newer,
      (await describeCampaign(staying))?.solutionVersionArn === newer,
    ]
  },
)

memberRefused(
  {
    operation: 'CreateCampaign',
    member: 'campaignConfig.rankingInfluence',
    value: { POPULARITY: 0.5 },
    message: /rankingInfluence is for aws-semantic-similarity only/,
  },
  () => campaignWith({ campaignConfig: { rankingInfluence: { POPULARITY: 0.5 } } }),
)

memberEffect({ operation: 'DescribeCampaign', member: 'campaignArn', sends: ['one', 'another'] }, async () => [
  (await describeCampaign(await campaignOf('user-personalization')))?.name,
  (await describeCampaign(await campaignOf('popularity-count')))?.name,
])

const updateSettled = (campaignArn: string) =>
  settled('update', async () => (await describeCampaign(campaignArn))?.latestCampaignUpdate)

memberEffect({ operation: 'UpdateCampaign', member: 'campaignArn', sends: ['one', 'another'] }, async () => {
  const version = await versionOf('popularity-count')
  const [first, second] = [await world.campaign(version), await world.campaign(version)]
  await world.control.updateCampaign({ campaignArn: first, minProvisionedTPS: 3 })
  await updateSettled(first)
  return [(await describeCampaign(first))?.minProvisionedTPS, (await describeCampaign(second))?.minProvisionedTPS]
})

memberEffect(
  { operation: 'UpdateCampaign', member: 'solutionVersionArn', sends: ['of popularity', 'of transitions'] },
  async () => {
    const campaignArn = await world.campaign(await versionOf('sims'))
    const update = async (name: string) => {
      await world.control.updateCampaign({ campaignArn, solutionVersionArn: await versionOf(name) })
      await updateSettled(campaignArn)
      return world.answers(campaignArn)
    }
    return [await update('popularity-count'), await update('user-personalization')]
  },
)

memberEffect(
  {
    operation: 'UpdateCampaign',
    member: 'minProvisionedTPS',
    sends: [2, 4],
    lacks: keptOnly('there is no throughput to reserve'),
  },
  async () => {
    const campaignArn = await world.campaign(await versionOf('popularity-count'))
    const update = async (minProvisionedTPS: number) => {
      await world.control.updateCampaign({ campaignArn, minProvisionedTPS })
      await updateSettled(campaignArn)
      return (await describeCampaign(campaignArn))?.minProvisionedTPS
    }
    return [await update(2), await update(4)]
  },
)

memberEffect(
  {
    operation: 'UpdateCampaign',
    member: 'campaignConfig.itemExplorationConfig',
    sends: [exploring('0'), exploring('1')],
  },
  async () => {
    const campaignArn = await world.campaign(await versionOf('user-personalization'))
    const update = async (weight: string) => {
      await world.control.updateCampaign({ campaignArn, campaignConfig: exploring(weight) })
      await updateSettled(campaignArn)
      return variety(campaignArn)
    }
    return [await update('0'), await update('1')]
  },
)

memberEffect(
  {
    operation: 'UpdateCampaign',
    member: 'campaignConfig.enableMetadataWithRecommendations',
    sends: [true, false],
  },
  async () => {
    const group = await world.group()
    await world.import(await world.dataset(group), interactionsCsv())
    await world.import(await world.dataset(group, 'Items', itemsSchema), itemsCsv())
    const solution = await world.solution({ recipeArn: recipe('popularity-count') }, group)
    const campaignArn = await world.campaign(await world.version(solution))
    const update = async (enableMetadataWithRecommendations: boolean) => {
      await world.control.updateCampaign({ campaignArn, campaignConfig: { enableMetadataWithRecommendations } })
      await updateSettled(campaignArn)
      return metadataFrom(campaignArn)
    }
    return [await update(true), await update(false)]
  },
)

memberEffect(
  { operation: 'UpdateCampaign', member: 'campaignConfig.syncWithLatestSolutionVersion', sends: [true, false] },
  async () => {
    const solution = await world.solution({ recipeArn: recipe('popularity-count') })
    const first = await world.version(solution)
    const [following, staying] = [await world.campaign(first), await world.campaign(first)]
    const solutionVersionArn = `${solution}/$LATEST`
    for (const campaignArn of [following, staying]) {
      const campaignConfig = { syncWithLatestSolutionVersion: campaignArn === following }
      await world.control.updateCampaign({ campaignArn, solutionVersionArn, campaignConfig })
      await updateSettled(campaignArn)
    }
    const newer = await world.version(solution)
    await deployed(following, newer)
    return [
      (await describeCampaign(following))?.solutionVersionArn === newer,
      (await describeCampaign(staying))?.solutionVersionArn === newer,
    ]
  },
)

memberRefused(
  {
    operation: 'UpdateCampaign',
    member: 'campaignConfig.rankingInfluence',
    value: { POPULARITY: 0.5 },
    message: /rankingInfluence is for aws-semantic-similarity only/,
  },
  async () => {
    const campaignArn = await world.campaign(await versionOf('popularity-count'))
    await world.control.updateCampaign({ campaignArn, campaignConfig: { rankingInfluence: { POPULARITY: 0.5 } } })
  },
)

memberEffect({ operation: 'DeleteCampaign', member: 'campaignArn', sends: ['one', 'another'] }, async () => {
  const version = await versionOf('popularity-count')
  const [first, second] = [await world.campaign(version), await world.campaign(version)]
  const arns = async () =>
    ((await world.control.listCampaigns({})).campaigns ?? []).map(({ campaignArn }) => campaignArn)
  await world.control.deleteCampaign({ campaignArn: first })
  await settled('deletion', async () => ({ status: (await arns()).includes(first) ? 'DELETE PENDING' : 'ACTIVE' }))
  const left = await arns()
  return [left.includes(first), left.includes(second)]
})

memberEffect({ operation: 'GetRecommendations', member: 'campaignArn', sends: ['one', 'another'] }, async () => [
  await world.answers(await campaignOf('user-personalization')),
  await world.answers(await campaignOf('popularity-count')),
])

const itemsFor = async (input: { userId?: string; itemId?: string; numResults?: number }, name: string) =>
  (await world.runtime.getRecommendations({ campaignArn: await campaignOf(name), ...input })).itemList

memberEffect({ operation: 'GetRecommendations', member: 'userId', sends: ['user-3', 'user-95'] }, async () => [
  await itemsFor({ userId: 'user-3' }, 'user-personalization'),
  await itemsFor({ userId: 'user-95' }, 'user-personalization'),
])

memberEffect({ operation: 'GetRecommendations', member: 'itemId', sends: ['item-3', 'item-30'] }, async () => [
  await itemsFor({ itemId: 'item-3' }, 'sims'),
  await itemsFor({ itemId: 'item-30' }, 'sims'),
])

memberEffect({ operation: 'GetRecommendations', member: 'numResults', sends: [3, 7] }, async () => [
  (await itemsFor({ userId: 'user-3', numResults: 3 }, 'user-personalization'))?.length,
  (await itemsFor({ userId: 'user-3', numResults: 7 }, 'user-personalization'))?.length,
])

const ranked = { inputList: ['item-1', 'item-2'], userId: 'user-3' }

memberRefused(
  { operation: 'GetRecommendations', member: 'recommenderArn', value: 'a recommender', message: /does not exist/ },
  () =>
    world.runtime.getRecommendations({
      recommenderArn: 'arn:aws:personalize:us-east-1:000000000000:recommender/none',
      userId: 'user-3',
    }),
)

const rankingOf = async (input: { inputList?: string[]; userId?: string }, name = 'personalized-ranking') => {
  const campaignArn = await campaignOf(name)
  return (await world.runtime.getPersonalizedRanking({ campaignArn, ...ranked, ...input })).personalizedRanking
}

const someItems = ['item-1', 'item-4', 'item-11', 'item-25', 'item-33']

memberEffect({ operation: 'GetPersonalizedRanking', member: 'userId', sends: ['user-3', 'user-95'] }, async () => [
  await rankingOf({ inputList: someItems, userId: 'user-3' }),
  await rankingOf({ inputList: someItems, userId: 'user-95' }),
])

memberEffect(
  { operation: 'GetPersonalizedRanking', member: 'inputList', sends: [someItems, ['item-1', 'item-2']] },
  async () => [await rankingOf({ inputList: someItems }), await rankingOf({})],
)

memberEffect({ operation: 'GetPersonalizedRanking', member: 'campaignArn', sends: ['one', 'another'] }, async () => {
  const members = { recipeArn: recipe('personalized-ranking'), eventType: 'buy' }
  const other = await world.campaign(await world.version(await world.solution(members)))
  const ranking = await world.runtime.getPersonalizedRanking({ ...ranked, campaignArn: other, inputList: someItems })
  return [await rankingOf({ inputList: someItems }), ranking.personalizedRanking]
})
