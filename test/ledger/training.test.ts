/** Solutions and their versions: what is learned follows the configuration. Seen in answers, scores and metrics. */

import { after, before } from 'node:test'
import type { CreateSolutionCommandInput, SolutionConfig } from '@aws-sdk/client-personalize'
import { settled } from '../fixtures/server/main-path.ts'
import { interactionsCsv, recipe, type SolutionMembers, World } from '../fixtures/server/world.ts'
import { memberEffect, memberRefused } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

const learnedFrom = async (first: SolutionMembers, second: SolutionMembers) =>
  [await world.learned(first), await world.learned(second)] as const

const config = (solutionConfig: SolutionConfig, more: SolutionMembers = {}): SolutionMembers => ({
  ...more,
  solutionConfig,
})

const nameOf = (arn: string | undefined): string | undefined => arn?.split('/').at(-1)

memberEffect({ operation: 'CreateSolution', member: 'name', sends: ['summer', 'winter'] }, async () => {
  const create = async (name: string) => {
    const input = { name, datasetGroupArn: await world.filledGroup(), recipeArn: recipe('sims') }
    return nameOf((await world.control.createSolution(input)).solutionArn)
  }
  return [await create('summer'), await create('winter')]
})

memberEffect({ operation: 'CreateSolution', member: 'recipeArn', sends: ['user-personalization', 'popularity'] }, () =>
  learnedFrom({ recipeArn: recipe('user-personalization') }, { recipeArn: recipe('popularity-count') }),
)

memberEffect({ operation: 'CreateSolution', member: 'datasetGroupArn', sends: ['one group', 'another'] }, async () => {
  const [first, second] = [await world.filledGroup(), await world.group()]
  await world.dataset(second)
  await world.solution({}, first)
  const count = async (datasetGroupArn: string) =>
    (await world.control.listSolutions({ datasetGroupArn })).solutions?.length
  return [await count(first), await count(second)]
})

memberEffect({ operation: 'CreateSolution', member: 'eventType', sends: ['view', 'buy'] }, () =>
  learnedFrom({ eventType: 'view' }, { eventType: 'buy' }),
)

memberEffect({ operation: 'CreateSolution', member: 'solutionConfig.eventValueThreshold', sends: ['0.5', '10'] }, () =>
  learnedFrom(
    config({ eventValueThreshold: '0.5' }, { eventType: 'buy' }),
    config({ eventValueThreshold: '10' }, { eventType: 'buy' }),
  ),
)

const weighted = (view: number, buy: number): SolutionMembers => ({
  recipeArn: recipe('user-personalization-v2'),
  solutionConfig: {
    eventsConfig: {
      eventParametersList: [
        { eventType: 'view', weight: view },
        { eventType: 'buy', weight: buy },
      ],
    },
  },
})

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.eventsConfig.eventParametersList',
    sends: ['view 1, buy 0.1', 'view 0.1, buy 1'],
  },
  () => learnedFrom(weighted(1, 0.1), weighted(0.1, 1)),
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.algorithmHyperParameters',
    sends: [{ bptt: '2' }, { bptt: '32' }],
  },
  () =>
    learnedFrom(
      config({ algorithmHyperParameters: { bptt: '2' } }),
      config({ algorithmHyperParameters: { bptt: '32' } }),
    ),
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.featureTransformationParameters',
    sends: [{ max_user_history_length_percentile: '0.5' }, { max_user_history_length_percentile: '1.0' }],
  },
  () =>
    learnedFrom(
      config({ featureTransformationParameters: { max_user_history_length_percentile: '0.5' } }),
      config({ featureTransformationParameters: { max_user_history_length_percentile: '1.0' } }),
    ),
)

/** Members that DescribeSolution gives back and nothing acts upon. */
const described = async (input: Omit<CreateSolutionCommandInput, 'name' | 'datasetGroupArn'>, group?: string) => {
  const { solutionArn } = await world.control.createSolution({
    name: world.fresh('kept'),
    datasetGroupArn: group ?? (await world.filledGroup()),
    ...input,
  })
  const { solution } = await world.control.describeSolution({ solutionArn })
  const { performAutoML, performAutoTraining, performHPO, performIncrementalUpdate, solutionConfig } = solution ?? {}
  return { performAutoML, performAutoTraining, performHPO, performIncrementalUpdate, solutionConfig }
}

const personal = { recipeArn: recipe('user-personalization') }

/** What a search found: the values that won, the recipe that won, and what the solution tells of it. */
const searched = async (members: SolutionMembers, more: Partial<CreateSolutionCommandInput> = {}) => {
  const { solutionArn } = await world.control.createSolution({
    name: world.fresh('searched'),
    datasetGroupArn: await world.filledGroup(),
    performAutoTraining: false,
    ...members,
    ...more,
  })
  await settled('solution', async () => (await world.control.describeSolution({ solutionArn })).solution)
  const solutionVersionArn = await world.version(solutionArn ?? '')
  const { solutionVersion } = await world.control.describeSolutionVersion({ solutionVersionArn })
  const { solution } = await world.control.describeSolution({ solutionArn })
  const { tunedHPOParams, recipeArn } = solutionVersion ?? {}
  return { tuned: tunedHPOParams?.algorithmHyperParameters, recipeArn, best: solution?.autoMLResult?.bestRecipeArn }
}

const tuning = (
  hpoConfig: NonNullable<SolutionConfig['hpoConfig']>,
  algorithmHyperParameters: Readonly<Record<string, string>> = {},
): SolutionMembers => ({
  recipeArn: recipe('sims'),
  solutionConfig: {
    algorithmHyperParameters,
    hpoConfig: { hpoResourceConfig: { maxNumberOfTrainingJobs: '1' }, ...hpoConfig },
  },
})

const ranges = (
  low: number,
  high: number,
  factor: readonly [number, number] = [0.1, 0.2],
): NonNullable<SolutionConfig['hpoConfig']> => ({
  algorithmHyperParameterRanges: {
    integerHyperParameterRanges: [{ name: 'min_cointeraction_count', minValue: low, maxValue: high }],
    continuousHyperParameterRanges: [{ name: 'popularity_discount_factor', minValue: factor[0], maxValue: factor[1] }],
    categoricalHyperParameterRanges: [],
  },
})

const bothSearched = async (first: SolutionMembers, second: SolutionMembers) =>
  [await searched(first, { performHPO: true }), await searched(second, { performHPO: true })] as const

memberEffect({ operation: 'CreateSolution', member: 'performHPO', sends: [true, false] }, async () => [
  await searched(tuning(ranges(1, 2)), { performHPO: true }),
  await searched(tuning(ranges(1, 2)), { performHPO: false }),
])

const rangesPath = 'solutionConfig.hpoConfig.algorithmHyperParameterRanges'

memberEffect(
  { operation: 'CreateSolution', member: `${rangesPath}.integerHyperParameterRanges`, sends: ['1 to 2', '6 to 8'] },
  () => bothSearched(tuning(ranges(1, 2)), tuning(ranges(6, 8))),
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: `${rangesPath}.continuousHyperParameterRanges`,
    sends: ['0.1 to 0.2', '0.8 to 0.9'],
  },
  () => bothSearched(tuning(ranges(1, 2)), tuning(ranges(1, 2, [0.8, 0.9]))),
)

const masks = (values: string[]): SolutionMembers => ({
  ...personal,
  solutionConfig: {
    hpoConfig: {
      hpoResourceConfig: { maxNumberOfTrainingJobs: '1' },
      algorithmHyperParameterRanges: {
        integerHyperParameterRanges: [],
        continuousHyperParameterRanges: [],
        categoricalHyperParameterRanges: [{ name: 'recency_mask', values }],
      },
    },
  },
})

memberEffect(
  { operation: 'CreateSolution', member: `${rangesPath}.categoricalHyperParameterRanges`, sends: ['true', 'false'] },
  () => bothSearched(masks(['true']), masks(['false'])),
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.hpoConfig.hpoResourceConfig.maxNumberOfTrainingJobs',
    sends: ['1', '6'],
  },
  () => {
    const jobs = (maxNumberOfTrainingJobs: string) =>
      tuning({ ...ranges(0, 10, [0, 1]), hpoResourceConfig: { maxNumberOfTrainingJobs } })
    return bothSearched(jobs('1'), jobs('6'))
  },
)

/** What is tried at a time goes from the same best; one at a time, each goes from the best of all before. */
memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.hpoConfig.hpoResourceConfig.maxParallelTrainingJobs',
    sends: ['1', '4'],
  },
  () => {
    const jobs = (maxParallelTrainingJobs: string) =>
      tuning({
        ...ranges(5, 10, [0.3, 1]),
        hpoResourceConfig: { maxNumberOfTrainingJobs: '12', maxParallelTrainingJobs },
      })
    return bothSearched(jobs('1'), jobs('4'))
  },
)

memberEffect({ operation: 'CreateSolution', member: 'performAutoML', sends: [true, false] }, async () => [
  await searched({}, { performAutoML: true }),
  await searched(personal),
])

const automatic = (recipeList: readonly string[], metricName?: string): SolutionMembers => ({
  solutionConfig: { autoMLConfig: { recipeList: recipeList.map(recipe), ...(metricName && { metricName }) } },
})

memberEffect(
  { operation: 'CreateSolution', member: 'solutionConfig.autoMLConfig.recipeList', sends: ['one', 'another'] },
  async () => [
    await searched(automatic(['popularity-count']), { performAutoML: true }),
    await searched(automatic(['user-personalization-v2']), { performAutoML: true }),
  ],
)

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.autoMLConfig.metricName',
    sends: ['coverage', 'mean_reciprocal_rank_at_25'],
  },
  async () => [
    await searched(automatic(['popularity-count', 'sims'], 'coverage'), { performAutoML: true }),
    await searched(automatic(['popularity-count', 'sims'], 'mean_reciprocal_rank_at_25'), { performAutoML: true }),
  ],
)

const incremental = /performIncrementalUpdate is for aws-semantic-similarity only/

memberRefused(
  { operation: 'CreateSolution', member: 'performIncrementalUpdate', value: true, message: incremental },
  () => described({ ...personal, performIncrementalUpdate: true }),
)

memberRefused(
  { operation: 'UpdateSolution', member: 'performIncrementalUpdate', value: true, message: incremental },
  async () => world.control.updateSolution({ solutionArn: await world.solution(), performIncrementalUpdate: true }),
)

memberEffect({ operation: 'DescribeSolution', member: 'solutionArn', sends: ['one', 'another'] }, async () => {
  const describe = async () =>
    (await world.control.describeSolution({ solutionArn: await world.solution() })).solution?.name
  return [await describe(), await describe()]
})

memberEffect({ operation: 'UpdateSolution', member: 'solutionArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = [await world.solution(), await world.solution()]
  await world.control.updateSolution({ solutionArn: first, performAutoTraining: true })
  const updated = async (solutionArn: string) =>
    (await world.control.describeSolution({ solutionArn })).solution?.latestSolutionUpdate?.performAutoTraining
  return [await updated(first), await updated(second)]
})

const updateSettled = (solutionArn: string) =>
  settled('update', async () => (await world.control.describeSolution({ solutionArn })).solution?.latestSolutionUpdate)

memberEffect(
  {
    operation: 'UpdateSolution',
    member: 'solutionUpdateConfig.eventsConfig.eventParametersList',
    sends: ['view 1, buy 0.1', 'view 0.1, buy 1'],
  },
  async () => {
    const solutionArn = await world.solution(weighted(0.5, 0.5))
    const update = async (members: SolutionMembers) => {
      const solutionUpdateConfig = { eventsConfig: members.solutionConfig?.eventsConfig }
      await world.control.updateSolution({ solutionArn, solutionUpdateConfig })
      await updateSettled(solutionArn)
      return world.answers(await world.campaign(await world.version(solutionArn)))
    }
    return [await update(weighted(1, 0.1)), await update(weighted(0.1, 1))]
  },
)

memberEffect({ operation: 'DeleteSolution', member: 'solutionArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = [await world.solution(), await world.solution()]
  const arns = async () =>
    ((await world.control.listSolutions({})).solutions ?? []).map(({ solutionArn }) => solutionArn)
  await world.control.deleteSolution({ solutionArn: first })
  await settled('deletion', async () => ({ status: (await arns()).includes(first) ? 'DELETE PENDING' : 'ACTIVE' }))
  const left = await arns()
  return [left.includes(first), left.includes(second)]
})

memberEffect({ operation: 'CreateSolutionVersion', member: 'name', sends: ['first', 'second'] }, async () => {
  const solutionArn = await world.solution()
  const create = async (name: string) => {
    const { solutionVersionArn } = await world.control.createSolutionVersion({ solutionArn, name })
    return (await world.control.describeSolutionVersion({ solutionVersionArn })).solutionVersion?.name
  }
  return [await create('first'), await create('second')]
})

memberEffect(
  { operation: 'CreateSolutionVersion', member: 'solutionArn', sends: ['of user-personalization', 'of sims'] },
  async () => {
    const recipeOf = async (name: string) => {
      const solutionVersionArn = await world.version(await world.solution({ recipeArn: recipe(name) }))
      return (await world.control.describeSolutionVersion({ solutionVersionArn })).solutionVersion?.recipeArn
    }
    return [await recipeOf('user-personalization'), await recipeOf('sims')]
  },
)

memberEffect({ operation: 'CreateSolutionVersion', member: 'trainingMode', sends: ['UPDATE', 'FULL'] }, async () => {
  const group = await world.group()
  const dataset = await world.dataset(group)
  await world.import(dataset, interactionsCsv(0, 60))
  const solutionArn = await world.solution({}, group)
  await world.version(solutionArn)
  await world.import(dataset, interactionsCsv(60, 100), 'INCREMENTAL')
  // An update takes the metrics of the full training over; a full training measures on the data of now.
  const metrics = async (trainingMode: 'UPDATE' | 'FULL') => {
    const { solutionVersionArn } = await world.control.createSolutionVersion({ solutionArn, trainingMode })
    const describe = () => world.control.describeSolutionVersion({ solutionVersionArn })
    await settled('version', async () => (await describe()).solutionVersion)
    return (await world.control.getSolutionMetrics({ solutionVersionArn })).metrics
  }
  return [await metrics('UPDATE'), await metrics('FULL')]
})

memberEffect(
  { operation: 'DescribeSolutionVersion', member: 'solutionVersionArn', sends: ['one', 'another'] },
  async () => {
    const describe = async () => {
      const solutionVersionArn = await world.version(await world.solution({ recipeArn: recipe('popularity-count') }))
      return (await world.control.describeSolutionVersion({ solutionVersionArn })).solutionVersion?.solutionArn
    }
    return [await describe(), await describe()]
  },
)

memberEffect(
  { operation: 'GetSolutionMetrics', member: 'solutionVersionArn', sends: ['of popularity', 'of transitions'] },
  async () => {
    const metrics = async (name: string) => {
      const solutionVersionArn = await world.version(await world.solution({ recipeArn: recipe(name) }))
      return (await world.control.getSolutionMetrics({ solutionVersionArn })).metrics
    }
    return [await metrics('popularity-count'), await metrics('user-personalization')]
  },
)
