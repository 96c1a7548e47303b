import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { arn, aShopWithData, aSolution, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { createSolutionVersion } from './create-solution-version.ts'
import { describeSolutionVersion } from './describe-solution-version.ts'
import { stopSolutionVersionCreation } from './stop-solution-version-creation.ts'

let plane: ControlPlane
let solutionArn: string
before(async () => {
  plane = await openControlPlane()
  solutionArn = await aSolution(plane, await aShopWithData(plane))
})
after(() => plane.close())

const aVersion = async () => (await plane.call(createSolutionVersion, { solutionArn })).solutionVersionArn ?? ''
const stop = (solutionVersionArn: string) => plane.call(stopSolutionVersionCreation, { solutionVersionArn })
const statusOf = async (solutionVersionArn: string) =>
  (await plane.call(describeSolutionVersion, { solutionVersionArn })).solutionVersion?.status
const jobsOf = async (resource: string) => (await plane.jobs()).filter(job => job.resource === resource)

test('a pending version is stopped at once and its training never starts', async () => {
  const version = await aVersion()
  assert.equal(await stop(version), undefined)
  assert.equal(await statusOf(version), 'CREATE STOPPED')
  await plane.settle()
  assert.deepEqual(await jobsOf(version), [])
  await refuses(stop(version), 'ResourceInUseException', `${version} has status CREATE STOPPED`)
})

test('a version in training passes through CREATE STOPPING', async () => {
  const version = await aVersion()
  await plane.finish(version, 'CREATE IN_PROGRESS')
  await stop(version)
  assert.equal(await statusOf(version), 'CREATE STOPPING')
  await refuses(stop(version), 'ResourceInUseException')
  await plane.settle()
  assert.equal(await statusOf(version), 'CREATE STOPPED')
})

test('an ended one cannot be stopped, an unknown one does not exist', async () => {
  const version = await aVersion()
  await plane.finish(version)
  await refuses(stop(version), 'ResourceInUseException', `${version} has status ACTIVE`)
  const unknown = arn('solution/likes/00000000')
  const text = `The given solution version does not exist: ${unknown}`
  await refuses(stop(unknown), 'ResourceNotFoundException', text)
})
