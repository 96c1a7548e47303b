/** Solutions that train by themselves, on a server whose clock is turned: how many versions there are after some days. */

import { after, before } from 'node:test'
import { settled } from '../fixtures/server/main-path.ts'
import { signedPost } from '../fixtures/server/signed-get.ts'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start('--test-mode', 'true')
})

after(() => world?.end())

const hourSeconds = 3600
const daySeconds = 24 * hourSeconds

/** Resolves when the work of that time is done. */
const advance = (advanceSeconds: number) => signedPost(world.server, '/attune/clock', { advanceSeconds })

const versionCount = async (solutionArn: string | undefined): Promise<number> =>
  ((await world.control.listSolutionVersions({ solutionArn })).solutionVersions ?? []).length

interface Automatic {
  readonly performAutoTraining?: boolean
  readonly schedulingExpression?: string
}

const configOf = (schedulingExpression: string | undefined) =>
  schedulingExpression === undefined ? {} : { autoTrainingConfig: { schedulingExpression } }

/** A group of its own, since data that come late are part of it. */
async function create({ performAutoTraining, schedulingExpression }: Automatic) {
  const datasetGroupArn = await world.group()
  const datasetArn = await world.dataset(datasetGroupArn)
  await world.import(datasetArn, interactionsCsv(0, 60))
  const { solutionArn = '' } = await world.control.createSolution({
    name: world.fresh('automatic'),
    datasetGroupArn,
    recipeArn: recipe('popularity-count'),
    performAutoTraining,
    solutionConfig: configOf(schedulingExpression),
  })
  await settled('solution', async () => (await world.control.describeSolution({ solutionArn })).solution)
  return { solutionArn, datasetArn }
}

/** Versions two days after the hour of the first training, with data that came in between. */
async function versionsAfterTwoDays({ solutionArn, datasetArn }: Awaited<ReturnType<typeof create>>): Promise<number> {
  await advance(hourSeconds)
  await world.import(datasetArn, interactionsCsv(60, 100), 'INCREMENTAL')
  await advance(2 * daySeconds)
  return versionCount(solutionArn)
}

memberEffect({ operation: 'CreateSolution', member: 'performAutoTraining', sends: [true, false] }, async () => {
  const count = async (performAutoTraining: boolean) => versionsAfterTwoDays(await create({ performAutoTraining }))
  return [await count(true), await count(false)]
})

memberEffect(
  {
    operation: 'CreateSolution',
    member: 'solutionConfig.autoTrainingConfig.schedulingExpression',
    sends: ['rate(1 day)', 'rate(7 days)'],
  },
  async () => {
    const count = async (schedulingExpression: string) => versionsAfterTwoDays(await create({ schedulingExpression }))
    return [await count('rate(1 day)'), await count('rate(7 days)')]
  },
)

const updateSettled = (solutionArn: string) =>
  settled('update', async () => (await world.control.describeSolution({ solutionArn })).solution?.latestSolutionUpdate)

memberEffect({ operation: 'UpdateSolution', member: 'performAutoTraining', sends: [true, false] }, async () => {
  const count = async (performAutoTraining: boolean) => {
    const made = await create({ performAutoTraining: !performAutoTraining })
    await world.control.updateSolution({ solutionArn: made.solutionArn, performAutoTraining })
    await updateSettled(made.solutionArn)
    return versionsAfterTwoDays(made)
  }
  return [await count(true), await count(false)]
})

memberEffect(
  {
    operation: 'UpdateSolution',
    member: 'solutionUpdateConfig.autoTrainingConfig.schedulingExpression',
    sends: ['rate(1 day)', 'rate(7 days)'],
  },
  async () => {
    const count = async (schedulingExpression: string) => {
      const made = await create({ schedulingExpression: 'rate(30 days)' })
      const solutionUpdateConfig = configOf(schedulingExpression)
      await world.control.updateSolution({ solutionArn: made.solutionArn, solutionUpdateConfig })
      await updateSettled(made.solutionArn)
      return versionsAfterTwoDays(made)
    }
    return [await count('rate(1 day)'), await count('rate(7 days)')]
  },
)
