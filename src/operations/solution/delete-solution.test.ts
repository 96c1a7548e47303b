import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aCampaign,
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { deleteCampaign } from '../campaign/delete-campaign.ts'
import { updateCampaign } from '../campaign/update-campaign.ts'
import { createSolutionVersion } from '../solution-version/create-solution-version.ts'
import { describeSolutionVersion } from '../solution-version/describe-solution-version.ts'
import { stopSolutionVersionCreation } from '../solution-version/stop-solution-version-creation.ts'
import { deleteSolution } from './delete-solution.ts'
import { describeSolution } from './describe-solution.ts'

let plane: ControlPlane
let solutionArn: string
before(async () => {
  plane = await openControlPlane()
  solutionArn = await aSolution(plane, await aShopWithData(plane))
})
after(() => plane.close())

const remove = (arn = solutionArn) => plane.call(deleteSolution, { solutionArn: arn })

test('a version in training or being stopped is in the way', async () => {
  const { solutionVersionArn = '' } = await plane.call(createSolutionVersion, { solutionArn })
  await refuses(remove(), 'ResourceInUseException', `Resource ${solutionArn} is in use: ${solutionVersionArn}`)
  await plane.finish(solutionVersionArn, 'CREATE IN_PROGRESS')
  await plane.call(stopSolutionVersionCreation, { solutionVersionArn })
  await refuses(remove(), 'ResourceInUseException')
  await plane.settle()
})

test('a campaign that uses it, or is moving to it, is in the way', async () => {
  const version = await aTrainedVersion(plane, solutionArn)
  const campaignArn = await aCampaign(plane, version)
  await refuses(remove(), 'ResourceInUseException', `Resource ${solutionArn} is in use: ${campaignArn}`)
  const other = await aSolution(plane, arn('dataset-group/shop'), { name: 'other' })
  const otherVersion = await aTrainedVersion(plane, other)
  await plane.call(updateCampaign, { campaignArn, solutionVersionArn: otherVersion })
  await refuses(remove(other), 'ResourceInUseException', `Resource ${other} is in use: ${campaignArn}`)
  await plane.call(deleteCampaign, { campaignArn })
  await plane.settle(1000)
})

test('versions and their models go with it', async () => {
  const file = 'models/m.artifact'
  const version = await aTrainedVersion(plane, solutionArn)
  await plane.finish(version, 'ACTIVE', { artifact: { file, checksum: '' } })
  await mkdir(join(plane.directory, 'models'), { recursive: true })
  await writeFile(join(plane.directory, file), '')
  await remove()
  assert.equal((await plane.call(describeSolution, { solutionArn })).solution?.status, 'DELETE PENDING')
  await refuses(plane.call(createSolutionVersion, { solutionArn }), 'ResourceInUseException')
  await plane.settle(1000)
  await refuses(plane.call(describeSolution, { solutionArn }), 'ResourceNotFoundException')
  const gone = plane.call(describeSolutionVersion, { solutionVersionArn: version })
  await refuses(gone, 'ResourceNotFoundException')
  assert.equal(existsSync(join(plane.directory, file)), false)
})
