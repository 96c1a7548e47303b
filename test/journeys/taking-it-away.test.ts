/** Deleting everything, in the order the service asks for; the other order is refused and says what is in the way. */

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { settled } from '../fixtures/server/main-path.ts'
import { recipe, World } from '../fixtures/server/world.ts'

test('what is used cannot be deleted, and what is deleted leaves no files', async context => {
  const world = await World.start()
  context.after(() => world.end())
  const group = await world.filledGroup()
  const solution = await world.solution({ recipeArn: recipe('popularity-count') })
  const campaign = await world.campaign(await world.version(solution))
  await world.answers(campaign)
  const { control } = world
  const { datasets = [] } = await control.listDatasets({ datasetGroupArn: group })
  const dataset = datasets[0]?.datasetArn
  const inUse = { name: 'ResourceInUseException' }

  await assert.rejects(control.deleteDatasetGroup({ datasetGroupArn: group }), inUse)
  await assert.rejects(control.deleteSolution({ solutionArn: solution }), inUse)

  const gone = (what: string, describe: () => Promise<unknown>) =>
    settled(what, async () => {
      try {
        await describe()
        return { status: 'DELETE PENDING' }
      } catch (error) {
        assert.equal((error as Error).name, 'ResourceNotFoundException')
        return { status: 'ACTIVE' }
      }
    })

  await control.deleteCampaign({ campaignArn: campaign })
  await gone('campaign', () => control.describeCampaign({ campaignArn: campaign }))
  await assert.rejects(world.answers(campaign), { name: 'ResourceNotFoundException' })
  await control.deleteSolution({ solutionArn: solution })
  await gone('solution', () => control.describeSolution({ solutionArn: solution }))
  await control.deleteDataset({ datasetArn: dataset })
  await gone('dataset', () => control.describeDataset({ datasetArn: dataset }))
  await control.deleteDatasetGroup({ datasetGroupArn: group })
  await gone('group', () => control.describeDatasetGroup({ datasetGroupArn: group }))

  const kept = join(world.server.dataDirectory, 'answers')
  for (const file of await readdir(kept)) {
    assert.doesNotMatch(
      await readFile(join(kept, file), 'utf8'),
      /user-3/,
      'what users were shown goes with their data',
    )
  }
  for (const folder of ['models', 'segments']) {
    assert.deepEqual(await readdir(join(world.server.dataDirectory, folder)), [], `${folder} is empty`)
  }
})
