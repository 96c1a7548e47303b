import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { arn, aShopWithData, aSolution, recipe, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { deleteSolution } from './delete-solution.ts'
import { describeSolution } from './describe-solution.ts'
import { updateSolution } from './update-solution.ts'

const events = (eventType: string) => ({ eventsConfig: { eventParametersList: [{ eventType }] } })
const every = (rate: string) => ({ autoTrainingConfig: { schedulingExpression: rate } })

let plane: ControlPlane
let solutionArn: string
before(async () => {
  plane = await openControlPlane()
  const solutionConfig = { ...events('view'), ...every('rate(7 days)') }
  const input = { recipeArn: recipe('aws-user-personalization-v2'), solutionConfig }
  solutionArn = await aSolution(plane, await aShopWithData(plane), input)
})
after(() => plane.close())

const described = async () => (await plane.call(describeSolution, { solutionArn })).solution
const update = (input: object) => plane.call(updateSolution, { solutionArn, ...input })

test('an update is a patch that takes force when it is ACTIVE', async () => {
  const solutionUpdateConfig = every('rate(3 days)')
  assert.deepEqual(await update({ performAutoTraining: false, solutionUpdateConfig }), { solutionArn })
  const seconds = (plane.nowMs() - 0) / 1000
  const pending = await described()
  assert.deepEqual(pending?.latestSolutionUpdate, {
    solutionUpdateConfig,
    status: 'CREATE PENDING',
    performAutoTraining: false,
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  assert.deepEqual([pending?.status, pending?.performAutoTraining], ['ACTIVE', true])
  await refuses(update({ performAutoTraining: true }), 'ResourceInUseException')
  await refuses(plane.call(deleteSolution, { solutionArn }), 'ResourceInUseException')
  await plane.settle()
  const done = await described()
  assert.equal(done?.latestSolutionUpdate?.status, 'ACTIVE')
  assert.equal(done?.performAutoTraining, false)
  assert.deepEqual(done?.solutionConfig, { ...events('view'), ...every('rate(3 days)') })
})

test('a given eventsConfig replaces the former one wholly', async () => {
  await update({ solutionUpdateConfig: events('purchase') })
  await plane.settle()
  assert.deepEqual((await described())?.solutionConfig?.eventsConfig, events('purchase').eventsConfig)
})

test('what is refused', async () => {
  await refuses(update({}), 'InvalidInputException', /give performAutoTraining/)
  await refuses(update({ performIncrementalUpdate: true }), 'InvalidInputException')
  await refuses(update({ solutionUpdateConfig: every('rate(31 days)') }), 'InvalidInputException')
  const chosen = await aSolution(plane, arn('dataset-group/shop'), {
    name: 'chosen',
    recipeArn: undefined,
    performAutoML: true,
  })
  const rarely = update({ solutionArn: chosen, solutionUpdateConfig: every('rate(31 days)') })
  await refuses(rarely, 'InvalidInputException', /1 to 30 days/)
  const incrementally = update({ solutionArn: chosen, performIncrementalUpdate: true })
  await refuses(incrementally, 'InvalidInputException', /aws-semantic-similarity only, not for AutoML/)
  const absent = update({ solutionArn: arn('solution/none'), performAutoTraining: true })
  await refuses(absent, 'ResourceNotFoundException', `The given solution does not exist: ${arn('solution/none')}`)
})
