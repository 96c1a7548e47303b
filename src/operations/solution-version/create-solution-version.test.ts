import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aGroup,
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  recipe,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { createSolution } from '../solution/create-solution.ts'
import { describeSolution } from '../solution/describe-solution.ts'
import { createSolutionVersion } from './create-solution-version.ts'
import { describeSolutionVersion } from './describe-solution-version.ts'
import { listSolutionVersions } from './list-solution-versions.ts'

let plane: ControlPlane
let datasetGroupArn: string
let solutionArn: string
before(async () => {
  plane = await openControlPlane()
  datasetGroupArn = await aShopWithData(plane)
  solutionArn = await aSolution(plane, datasetGroupArn, { solutionConfig: { algorithmHyperParameters: { bptt: '8' } } })
})
after(() => plane.close())

const create = (input: object = {}) => plane.call(createSolutionVersion, { solutionArn, ...input })

test('a version copies the configuration of its solution and is named after it', async () => {
  const { solutionVersionArn = '' } = await create()
  assert.match(solutionVersionArn, /:solution\/likes\/[0-9a-f]{8}$/)
  const { solutionVersion } = await plane.call(describeSolutionVersion, { solutionVersionArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(solutionVersion, {
    name: solutionVersionArn.slice(arn('solution/').length),
    solutionVersionArn,
    solutionArn,
    performHPO: false,
    performAutoML: false,
    recipeArn: recipe('aws-user-personalization'),
    datasetGroupArn,
    solutionConfig: { algorithmHyperParameters: { bptt: '8' } },
    trainingMode: 'FULL',
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
    trainingType: 'MANUAL',
  })
  const kinds = (await plane.jobs()).filter(job => job.resource === solutionVersionArn).map(job => job.kind)
  assert.deepEqual(kinds, ['training', 'synchronise'])
  await plane.finish(solutionVersionArn)
})

test('the newest version is shown with the solution; a list has the oldest first', async () => {
  const newest = await create({ name: 'mine' })
  const { solution } = await plane.call(describeSolution, { solutionArn })
  assert.equal(solution?.latestSolutionVersion?.solutionVersionArn, newest.solutionVersionArn)
  assert.equal(solution?.latestSolutionVersion?.status, 'CREATE PENDING')
  const { solutionVersions } = await plane.call(listSolutionVersions, { solutionArn })
  assert.equal(solutionVersions?.at(-1)?.solutionVersionArn, newest.solutionVersionArn)
  const taken = `Another resource with Arn ${newest.solutionVersionArn} already exists.`
  await refuses(create({ name: 'mine' }), 'ResourceAlreadyExistsException', taken)
  const unknown = plane.call(listSolutionVersions, { solutionArn: arn('solution/none') })
  await refuses(unknown, 'ResourceNotFoundException', `The given solution does not exist: ${arn('solution/none')}`)
})

test('pages walk through the versions in order, and a token is bound to its solution', async () => {
  const first = await plane.call(listSolutionVersions, { solutionArn, maxResults: 1 })
  const second = await plane.call(listSolutionVersions, { solutionArn, maxResults: 1, nextToken: first.nextToken })
  const times = [...(first.solutionVersions ?? []), ...(second.solutionVersions ?? [])]
  assert.equal(times.length, 2)
  assert.ok((times[0]?.creationDateTime ?? 0) < (times[1]?.creationDateTime ?? 0))
  const without = plane.call(listSolutionVersions, { nextToken: first.nextToken })
  await refuses(without, 'InvalidNextTokenException')
})

test('a solution that is still pending will do', async () => {
  const input = { name: 'pending', datasetGroupArn, recipeArn: recipe('aws-sims') }
  const pending = await plane.call(createSolution, input)
  await create({ ...pending })
  await plane.settle()
})

for (const name of ['aws-user-personalization', 'aws-hrnn-coldstart']) {
  test(`UPDATE carries a trained version of ${name} on`, async () => {
    const solution = { name: `updated-${name}`, recipeArn: recipe(name) }
    const updated = { solutionArn: await aSolution(plane, datasetGroupArn, solution) }
    await refuses(create({ ...updated, trainingMode: 'UPDATE' }), 'InvalidInputException', /ACTIVE version/)
    await aTrainedVersion(plane, updated.solutionArn)
    const { solutionVersionArn } = await create({ ...updated, trainingMode: 'UPDATE' })
    const { solutionVersion } = await plane.call(describeSolutionVersion, { solutionVersionArn })
    assert.equal(solutionVersion?.trainingMode, 'UPDATE')
  })
}

test('other recipes have no UPDATE, and AUTOTRAIN is not for callers', async () => {
  const sims = { solutionArn: arn('solution/pending') }
  const message = 'trainingMode UPDATE is for aws-user-personalization and aws-hrnn-coldstart only.'
  await refuses(create({ ...sims, trainingMode: 'UPDATE' }), 'InvalidInputException', message)
  await refuses(create({ trainingMode: 'AUTOTRAIN' }), 'InvalidInputException', /set by automatic training/)
})

test('a search is trained like anything else', async () => {
  const hpo = await aSolution(plane, datasetGroupArn, { name: 'hpo', performHPO: true })
  const autoMl = { name: 'auto', recipeArn: undefined, performAutoML: true }
  const auto = await aSolution(plane, datasetGroupArn, autoMl)
  for (const solutionArn of [hpo, auto]) {
    const { solutionVersionArn } = await create({ solutionArn })
    await plane.settle()
    const { solutionVersion } = await plane.call(describeSolutionVersion, { solutionVersionArn })
    assert.equal(solutionVersion?.status, 'CREATE PENDING')
    const jobs = (await plane.jobs()).filter(({ resource }) => resource === solutionVersionArn)
    assert.deepEqual(new Set(jobs.map(({ kind }) => kind)), new Set(['training', 'synchronise']))
  }
})

test('without data, without a solution', async () => {
  await refuses(create({ solutionArn: arn('solution/none') }), 'ResourceNotFoundException')
  const foreign = plane.as({ region: 'eu-west-1' })(createSolutionVersion, { solutionArn })
  await refuses(foreign, 'ResourceNotFoundException')
  await plane.finish(arn('dataset/shop/INTERACTIONS'), 'ACTIVE', { segments: [] })
  await refuses(create(), 'InvalidInputException', /^Dataset group must contain an INTERACTIONS dataset/)
  await aGroup(plane, 'unused')
})

test('the quota counts versions that are under way', async () => {
  await using one = await openControlPlane({ quotaSolutionVersions: 1 })
  const solution = await aSolution(one, await aShopWithData(one))
  const first = await one.call(createSolutionVersion, { solutionArn: solution })
  const text = 'More than 1 resources with PENDING or IN_PROGRESS status.'
  await refuses(one.call(createSolutionVersion, { solutionArn: solution }), 'LimitExceededException', text)
  await one.finish(first.solutionVersionArn ?? '')
  await one.call(createSolutionVersion, { solutionArn: solution })
})
