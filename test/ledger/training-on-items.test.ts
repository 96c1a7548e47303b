/** What solutions learn from the Items dataset: its columns, and an objective. Seen in answers that hold new items too. */

import { after, before } from 'node:test'
import type { SolutionConfig } from '@aws-sdk/client-personalize'
import { interactionsCsv, itemsSchema, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

/** A group with an Items dataset too, made once. Prices must not be null where an objective aims at them. */
const furnished = (() => {
  let made: Promise<string> | undefined
  const [price, both] = [
    '{"name":"PRICE","type":["null","float"]}',
    '{"name":"PRICE","type":"float"},{"name":"WEIGHT","type":"float"}',
  ]
  const schema = itemsSchema.replace(price, both)
  return (): Promise<string> => {
    made ??= (async () => {
      const group = await world.group()
      await world.import(await world.dataset(group), interactionsCsv(0, 60))
      await world.import(await world.dataset(group, 'Items', schema), furnishedItems)
      return group
    })()
    return made
  }
})()

/** Nobody has interacted with the new ones: what is said of them comes from their columns alone. */
const furnishedItems = [
  'ITEM_ID,CATEGORY,PRICE,WEIGHT',
  ...Array.from({ length: 40 }, (_, at) => `item-${at},c${at % 4},${at}.5,${(at * 11) % 40}`),
  ...Array.from({ length: 8 }, (_, at) => `new-${at},c${at % 4},${(at * 5) % 37}.5,${at}`),
  '',
].join('\n')

const furnishedBoth = async (first: SolutionConfig, second: SolutionConfig) => {
  const group = await furnished()
  const learned = async (solutionConfig: SolutionConfig) => {
    const solution = await world.solution({ solutionConfig }, group)
    const campaignArn = await world.campaign(await world.version(solution))
    return (await world.runtime.getRecommendations({ campaignArn, userId: 'user-3', numResults: 48 })).itemList
  }
  return [await learned(first), await learned(second)] as const
}

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.trainingDataConfig.excludedDatasetColumns',
    sends: [{ ITEMS: ['PRICE'] }, { ITEMS: ['CATEGORY'] }],
  },
  () => {
    const without = (column: string) => ({ trainingDataConfig: { excludedDatasetColumns: { ITEMS: [column] } } })
    return furnishedBoth(without('PRICE'), without('CATEGORY'))
  },
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.trainingDataConfig.includedDatasetColumns',
    sends: [{ ITEMS: ['PRICE'] }, { ITEMS: ['CATEGORY'] }],
  },
  () => {
    const only = (column: string) => ({ trainingDataConfig: { includedDatasetColumns: { ITEMS: [column] } } })
    return furnishedBoth(only('PRICE'), only('CATEGORY'))
  },
)

const leaning = (itemAttribute: string, objectiveSensitivity: 'LOW' | 'HIGH'): SolutionConfig => ({
  optimizationObjective: { itemAttribute, objectiveSensitivity },
})

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.optimizationObjective.objectiveSensitivity',
    sends: ['LOW', 'HIGH'],
  },
  () => furnishedBoth(leaning('PRICE', 'LOW'), leaning('PRICE', 'HIGH')),
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.optimizationObjective.itemAttribute',
    sends: ['PRICE', 'WEIGHT'],
  },
  () => furnishedBoth(leaning('PRICE', 'HIGH'), leaning('WEIGHT', 'HIGH')),
)
