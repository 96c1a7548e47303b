/** A training that is stopped while it waits for the ones before it. */

import { after, before } from 'node:test'
import { recipe, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

memberEffect(
  { operation: 'StopSolutionVersionCreation', member: 'solutionVersionArn', sends: ['one version', 'another'] },
  async () => {
    const solutionArn = await world.solution({ recipeArn: recipe('popularity-count') })
    const create = async () => (await world.control.createSolutionVersion({ solutionArn })).solutionVersionArn
    // One heavy job runs at a time, so the last of these is certainly still waiting.
    const [first, second, third] = [await create(), await create(), await create()]
    await world.control.stopSolutionVersionCreation({ solutionVersionArn: third })
    const statusOf = async (solutionVersionArn: string | undefined) =>
      (await world.control.describeSolutionVersion({ solutionVersionArn })).solutionVersion?.status
    const isStopped = async (arn: string | undefined) => ((await statusOf(arn)) ?? '').startsWith('CREATE STOP')
    return [await isStopped(third), (await isStopped(first)) || (await isStopped(second))]
  },
)
