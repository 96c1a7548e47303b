import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aDataset,
  aGroup,
  arn,
  aShopWithData,
  interactionsFields,
  recipe,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { createSolution } from './create-solution.ts'
import { describeSolution } from './describe-solution.ts'
import { listSolutions } from './list-solutions.ts'

let plane: ControlPlane
let datasetGroupArn: string
before(async () => {
  plane = await openControlPlane({ quotas: 'unlimited' })
  datasetGroupArn = await aShopWithData(plane)
})
after(() => plane.close())

let count = 0
const uniqueName = () => `solution-${++count}`
const create = (input: object = {}) =>
  plane.call(createSolution, {
    name: uniqueName(),
    datasetGroupArn,
    recipeArn: recipe('aws-user-personalization'),
    ...input,
  })

test('what was not said has its default; what was is given back to the letter', async () => {
  const { solutionArn } = await create({ name: 'plain' })
  assert.equal(solutionArn, arn('solution/plain'))
  const { solution } = await plane.call(describeSolution, { solutionArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(solution, {
    name: 'plain',
    solutionArn,
    performHPO: false,
    performAutoML: false,
    performAutoTraining: true,
    recipeArn: recipe('aws-user-personalization'),
    datasetGroupArn,
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  const solutionConfig = {
    eventValueThreshold: '0.50',
    algorithmHyperParameters: { bptt: '08', hidden_dimension: '64' },
    featureTransformationParameters: { max_user_history_length_percentile: '0.90' },
    optimizationObjective: { itemAttribute: 'PRICE', objectiveSensitivity: 'LOW' },
    trainingDataConfig: { excludedDatasetColumns: { Items: ['GENRE'] } },
    autoTrainingConfig: { schedulingExpression: 'rate(1 days)' },
  }
  const full = await create({ name: 'full', eventType: 'view', performAutoTraining: false, solutionConfig })
  await plane.settle()
  const described = (await plane.call(describeSolution, full)).solution
  assert.deepEqual(described?.solutionConfig, solutionConfig)
  assert.deepEqual([described?.eventType, described?.performAutoTraining, described?.status], ['view', false, 'ACTIVE'])
})

test('the recipe: required unless AutoML chooses, and one that solutions can have', async () => {
  const recipeArn = undefined
  await refuses(create({ recipeArn }), 'InvalidInputException', 'recipeArn is required unless performAutoML is true.')
  await refuses(create({ performAutoML: true }), 'InvalidInputException')
  await create({ recipeArn, performAutoML: true })
  const never = { recipeArn, performAutoML: true, solutionConfig: every('rate(0 days)') }
  await refuses(create({ name: 'never', ...never }), 'InvalidInputException', /1 to 30 days/)
  const automatic = (autoMLConfig: object) =>
    create({ recipeArn, performAutoML: true, solutionConfig: { autoMLConfig } })
  await refuses(automatic({ recipeList: [recipe('aws-none')] }), 'ResourceNotFoundException', /aws-none/)
  await refuses(automatic({ metricName: 'ndcg' }), 'InvalidInputException', /one of coverage, .* not ndcg/)
  await automatic({ metricName: 'precision_at_5', recipeList: [recipe('aws-sims')] })
  const incremental = create({ recipeArn, performAutoML: true, performIncrementalUpdate: true })
  await refuses(incremental, 'InvalidInputException', /aws-semantic-similarity only, not for AutoML/)
  await create({ recipeArn, performAutoML: true, performIncrementalUpdate: false })
  const unknown = `The given recipe does not exist: ${recipe('aws-none')}`
  await refuses(create({ recipeArn: recipe('aws-none') }), 'ResourceNotFoundException', unknown)
  await refuses(create({ recipeArn: recipe('aws-ecomm-recommended-for-you') }), 'InvalidInputException')
  for (const legacy of ['aws-hrnn', 'aws-hrnn-metadata', 'aws-hrnn-coldstart'])
    await create({ name: legacy, recipeArn: recipe(legacy) })
})

const config = (recipeName: string, solutionConfig: object, more: object = {}) =>
  create({ recipeArn: recipe(recipeName), solutionConfig, ...more })

const v1 = 'aws-user-personalization'
const v2 = 'aws-user-personalization-v2'
const sims = 'aws-sims'
const hp = (values: object) => ({ algorithmHyperParameters: values })
const feature = (values: object) => ({ featureTransformationParameters: values })
const events = (...list: object[]) => ({ eventsConfig: { eventParametersList: list } })
const columns = (member: string, lists: object) => ({ trainingDataConfig: { [`${member}DatasetColumns`]: lists } })
const every = (rate: string) => ({ autoTrainingConfig: { schedulingExpression: rate } })

const refused: readonly [string, string, object, object?][] = [
  ['unknown hyperparameter', v1, hp({ depth: '3' })],
  ['hyperparameter of the other map', v1, feature({ bptt: '8' })],
  ['below the range', v1, hp({ bptt: '1' })],
  ['above the range', v1, hp({ bptt: '33' })],
  ['a fraction for an integer', v1, hp({ bptt: '8.5' })],
  ['no number at all', sims, hp({ popularity_discount_factor: 'half' })],
  ['above 1', sims, hp({ popularity_discount_factor: '1.01' })],
  ['not a category', v1, hp({ recency_mask: 'maybe' })],
  ['a range only parameter', 'aws-similar-items', hp({ item_id_hidden_dim: '50' })],
  ['events for version 1', v1, events({ eventType: 'view', weight: 1 })],
  ['events without a type', v2, events({ weight: 1 })],
  ['an event twice', v2, events({ eventType: 'view' }, { eventType: 'view' })],
  ['events and eventType', v2, events({ eventType: 'view' }), { eventType: 'view' }],
  ['a threshold that is no number', v1, { eventValueThreshold: 'high' }],
  ['an objective for version 2', v2, { optimizationObjective: { itemAttribute: 'PRICE' } }],
  ['an objective without attribute', v1, { optimizationObjective: { objectiveSensitivity: 'LOW' } }],
  ['an objective of text', v1, { optimizationObjective: { itemAttribute: 'GENRE' } }],
  ['an objective nobody has', v1, { optimizationObjective: { itemAttribute: 'WEIGHT' } }],
  ['EVENT_TYPE excluded', v1, columns('excluded', { Interactions: ['EVENT_TYPE'] })],
  ['an unknown column', v1, columns('excluded', { ITEMS: ['SIZE'] })],
  ['one dataset type in two spellings', v1, columns('excluded', { ITEMS: ['GENRE'], Items: ['PRICE'] })],
  ['one dataset type in two spellings, included', v1, columns('included', { items: ['GENRE'], Items: ['GENRE'] })],
  ['an unknown dataset type', v1, columns('included', { SHOES: ['SIZE'] })],
  ['a dataset the group lacks', v1, columns('included', { USERS: ['AGE'] })],
  ['a rate of no days', v1, every('rate(0 days)')],
  ['a rate of 31 days', v1, every('rate(31 days)')],
  ['incremental updates', v1, {}, { performIncrementalUpdate: true }],
  ['HPO without tunable parameters', v2, {}, { performHPO: true }],
]

for (const [what, recipeName, solutionConfig, more] of refused) {
  test(`refused: ${what}`, () => refuses(config(recipeName, solutionConfig, more), 'InvalidInputException'))
}

const accepted: readonly [string, string, object, object?][] = [
  ['the ends of a range', v1, hp({ bptt: '2', hidden_dimension: '256' })],
  ['events for version 2', v2, events({ eventType: 'view', weight: 0.3, eventValueThreshold: 1 })],
  ['any case of dataset types', v1, columns('included', { interactions: ['EVENT_TYPE'], Items: ['PRICE'] })],
  ['the shortest rate', v1, every('rate(1 day)')],
  ['the longest rate', v1, every('rate(30 days)')],
  ['hpoConfig is ignored without performHPO', v1, { hpoConfig: { algorithmHyperParameterRanges: {} } }],
]

for (const [what, recipeName, solutionConfig, more] of accepted) {
  test(`accepted: ${what}`, async () => void (await config(recipeName, solutionConfig, more)))
}

test('included and excluded columns of one dataset', async () => {
  const trainingDataConfig = {
    excludedDatasetColumns: { ITEMS: ['GENRE'] },
    includedDatasetColumns: { Items: ['PRICE'] },
  }
  await refuses(config(v1, { trainingDataConfig }), 'InvalidInputException', /both included and excluded/)
})

const lists = (integer: object[], continuous: object[] = [], categorical: object[] = []) => ({
  integerHyperParameterRanges: integer,
  continuousHyperParameterRanges: continuous,
  categoricalHyperParameterRanges: categorical,
})

const hpo = (recipeName: string, algorithmHyperParameterRanges: object, hpoResourceConfig: object = {}) =>
  config(recipeName, { hpoConfig: { algorithmHyperParameterRanges, hpoResourceConfig } }, { performHPO: true })

test('HPO ranges: all three lists, tunable parameters, inside the range of the recipe', async () => {
  const bptt = { name: 'bptt', minValue: 2, maxValue: 32 }
  await hpo(v1, lists([bptt]), { maxNumberOfTrainingJobs: '40', maxParallelTrainingJobs: '10' })
  await hpo(v1, lists([{ ...bptt, name: 'training.bptt' }], [], [{ name: 'data.recency_mask', values: ['true'] }]))
  await hpo('aws-similar-items', lists([{ name: 'item_id_hidden_dim', minValue: 30, maxValue: 60 }]))
  const bad: readonly [string, object, object?][] = [
    [v1, { integerHyperParameterRanges: [] }],
    [v1, lists([{ ...bptt, maxValue: 33 }])],
    [v1, lists([{ ...bptt, minValue: 20, maxValue: 10 }])],
    [v1, lists([{ name: 'depth', minValue: 1, maxValue: 2 }])],
    [v1, lists([], [bptt])],
    [v1, lists([], [], [{ name: 'recency_mask', values: ['maybe'] }])],
    ['aws-similar-items', lists([], [{ name: 'popularity_discount_factor', minValue: 0, maxValue: 1 }])],
    [v1, lists([]), { maxNumberOfTrainingJobs: '41' }],
    [v1, lists([]), { maxParallelTrainingJobs: '11' }],
    [v1, lists([]), { maxParallelTrainingJobs: 'two' }],
  ]
  for (const [recipeName, ranges, resources] of bad) {
    await refuses(hpo(recipeName, ranges, resources), 'InvalidInputException')
  }
})

test('a group without imported interactions', async () => {
  const text =
    'Dataset group must contain an INTERACTIONS dataset with successfully completed dataset import job or EVENT_INTERACTIONS'
  const empty = await aGroup(plane, 'empty')
  await refuses(create({ datasetGroupArn: empty }), 'InvalidInputException', text)
  await aDataset(plane, empty)
  await refuses(create({ datasetGroupArn: empty }), 'InvalidInputException', text)
  const absent = { datasetGroupArn: arn('dataset-group/none') }
  await refuses(create(absent), 'ResourceNotFoundException')
})

test('event types need their column', async () => {
  const group = await aGroup(plane, 'silent')
  const fields = interactionsFields.filter(field => field.name !== 'EVENT_TYPE')
  await aDataset(plane, group, 'Interactions', fields)
  await refuses(create({ datasetGroupArn: group, eventType: 'view' }), 'InvalidInputException', /EVENT_TYPE/)
})

test('actions are not for domain groups', async () => {
  const group = await aGroup(plane, 'domain', { domain: 'ECOMMERCE' })
  const nba = { datasetGroupArn: group, recipeArn: recipe('aws-next-best-action') }
  await refuses(create(nba), 'InvalidInputException', /ECOMMERCE/)
})

test('a list names the recipe and is filtered by group', async () => {
  const { solutions } = await plane.call(listSolutions, { datasetGroupArn, maxResults: 1 })
  assert.equal(solutions?.length, 1)
  assert.equal(typeof solutions?.[0]?.recipeArn, 'string')
  const none = await plane.call(listSolutions, { datasetGroupArn: arn('dataset-group/empty') })
  assert.deepEqual(none, { solutions: [] })
})

test('the name is taken, the quota per group is spent', async () => {
  await refuses(create({ name: 'plain' }), 'ResourceAlreadyExistsException')
  await using few = await openControlPlane({ quotaSolutions: 1 })
  const group = await aShopWithData(few)
  const input = { datasetGroupArn: group, recipeArn: recipe(sims) }
  await few.call(createSolution, { name: 'one', ...input })
  const text = 'Cannot create a solution. More than 1 resources in ACTIVE state. Please delete some and try again.'
  await refuses(few.call(createSolution, { name: 'two', ...input }), 'LimitExceededException', text)
  const other = await aShopWithData(few, 'other')
  await few.call(createSolution, { ...input, name: 'two', datasetGroupArn: other })
})
