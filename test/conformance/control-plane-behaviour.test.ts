/**
 * Aim: what the control plane of the main path answers and refuses, as the official SDK shows it and as it lies on the wire.
 * Method: a wire server in front of the real store; lifecycle jobs run when the test says so. Each refusal names its
 * source: [sample] texts are to the letter; where only the code is known, the text is ours and not held here.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  CreateCampaignCommand,
  CreateDatasetCommand,
  CreateDatasetGroupCommand,
  CreateDatasetImportJobCommand,
  CreateSchemaCommand,
  CreateSolutionCommand,
  CreateSolutionVersionCommand,
  DeleteDatasetGroupCommand,
  DeleteSchemaCommand,
  DescribeCampaignCommand,
  DescribeDatasetGroupCommand,
  DescribeSolutionCommand,
  ListCampaignsCommand,
  ListSchemasCommand,
  PersonalizeClient,
  PersonalizeServiceException,
  paginateListRecipes,
  paginateListSchemas,
  StopSolutionVersionCreationCommand,
  TagResourceCommand,
  UpdateCampaignCommand,
} from '@aws-sdk/client-personalize'
import { defaultSettings } from '../../src/config.ts'
import { operations } from '../../src/operations/table.ts'
import { type RunningServer, startServer } from '../../src/wire/server.ts'
import { type ControlPlane, openControlPlane } from '../fixtures/inside/control-plane.ts'
import {
  aCampaign,
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  interactionsFields,
  recipe,
  schemaText,
} from '../fixtures/inside/shop-states.ts'
import { credentials, sendRaw } from '../fixtures/wire/wire-server.ts'

const account = '000000000000'
const schema = schemaText('Interactions', interactionsFields)

let plane: ControlPlane
let server: RunningServer
let client: PersonalizeClient
before(async () => {
  plane = await openControlPlane()
  server = await startServer({
    operations,
    extensions: [],
    contextFor: caller => plane.contextFor(caller),
    credentials: {
      find: id =>
        id === credentials.accessKeyId ? { secretAccessKey: credentials.secretAccessKey, account } : undefined,
    },
    settings: { ...defaultSettings, port: 0 },
    clock: { nowMs: () => Date.now(), sleep: async () => {} },
    log: plane.contextFor({}).log,
  })
  client = new PersonalizeClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const group = await aShopWithData(plane)
  await aCampaign(plane, await aTrainedVersion(plane, await aSolution(plane, group)))
})
after(async () => {
  client.destroy()
  await server.close()
  await plane.close()
})

const group = arn('dataset-group/shop')
const interactions = arn('dataset/shop/INTERACTIONS')

interface Refusal {
  readonly what: string
  readonly ask: () => Promise<unknown>
  readonly code: string
  /** To the letter where the service's text is known. */
  readonly text?: string
}

const importFrom = (dataLocation: string, more: object = {}) =>
  client.send(
    new CreateDatasetImportJobCommand({
      jobName: 'refused',
      datasetArn: interactions,
      dataSource: { dataLocation },
      roleArn: `arn:aws:iam::${account}:role/import`,
      ...more,
    }),
  )

const refusals: readonly Refusal[] = [
  {
    what: 'a taken name [sample]',
    ask: () => client.send(new CreateDatasetGroupCommand({ name: 'shop' })),
    code: 'ResourceAlreadyExistsException',
    text: `Another resource with Arn ${group} already exists.`,
  },
  {
    what: 'an unknown dataset group [sample]',
    ask: () => client.send(new DeleteDatasetGroupCommand({ datasetGroupArn: arn('dataset-group/none') })),
    code: 'ResourceNotFoundException',
    text: `The given dataset group does not exist: ${arn('dataset-group/none')}`,
  },
  {
    what: 'an unknown solution [sample]',
    ask: () => client.send(new DescribeSolutionCommand({ solutionArn: arn('solution/none') })),
    code: 'ResourceNotFoundException',
    text: `The given solution does not exist: ${arn('solution/none')}`,
  },
  {
    what: 'a campaign on a bare solution ARN [sample]',
    ask: () => client.send(new CreateCampaignCommand({ name: 'x', solutionVersionArn: arn('solution/likes') })),
    code: 'ResourceNotFoundException',
  },
  {
    what: 'a role of another account [sample]',
    ask: () => importFrom('s3://shop/a.csv', { roleArn: 'arn:aws:iam::111111111111:role/import' }),
    code: 'AccessDeniedException',
    text: 'Cross-account pass role is not allowed.',
  },
  {
    what: 'a location that is none [doc]',
    ask: () => importFrom('https://shop/a.csv'),
    code: 'InvalidInputException',
    text: 'Invalid Data location.',
  },
  {
    what: 'a group that holds something [doc]',
    ask: () => client.send(new DeleteDatasetGroupCommand({ datasetGroupArn: group })),
    code: 'ResourceInUseException',
  },
  {
    what: 'the stop of a finished version [inferred]',
    ask: async () => {
      const { solution } = await client.send(new DescribeSolutionCommand({ solutionArn: arn('solution/likes') }))
      const { solutionVersionArn } = solution?.latestSolutionVersion ?? {}
      return client.send(new StopSolutionVersionCreationCommand({ solutionVersionArn }))
    },
    code: 'ResourceInUseException',
  },
  {
    what: 'a foreign token [doc]',
    ask: () => client.send(new ListCampaignsCommand({ nextToken: 'foreign' })),
    code: 'InvalidNextTokenException',
  },
  {
    what: 'tags on a schema [doc]',
    ask: () => client.send(new TagResourceCommand({ resourceArn: arn('schema/none'), tags: [] })),
    code: 'ResourceNotFoundException',
  },
  {
    what: 'a domain recipe for a solution [doc]',
    ask: () =>
      client.send(
        new CreateSolutionCommand({ name: 'x', datasetGroupArn: group, recipeArn: recipe('aws-vod-top-picks') }),
      ),
    code: 'InvalidInputException',
  },
]

for (const { what, ask, code, text } of refusals) {
  test(`refused: ${what}`, async () => {
    await assert.rejects(ask(), (error: unknown) => {
      assert.ok(error instanceof PersonalizeServiceException)
      assert.equal(error.name, code, error.message)
      assert.equal(error.$metadata.httpStatusCode, 400)
      if (text !== undefined) assert.equal(error.message, text)
      return true
    })
  })
}

test('refused: a solution without data [sample], a dataset in a pending group, a second update', async () => {
  const name = 'bare'
  const { datasetGroupArn } = await client.send(new CreateDatasetGroupCommand({ name }))
  const asked = { name, datasetGroupArn, recipeArn: recipe('aws-sims') }
  await assert.rejects(client.send(new CreateSolutionCommand(asked)), {
    name: 'InvalidInputException',
    message:
      'Dataset group must contain an INTERACTIONS dataset with successfully completed dataset import job or EVENT_INTERACTIONS',
  })
  const { schemaArn } = await client.send(new CreateSchemaCommand({ name, schema }))
  const dataset = { name, schemaArn, datasetGroupArn, datasetType: 'Interactions' }
  await assert.rejects(client.send(new CreateDatasetCommand(dataset)), { name: 'ResourceInUseException' })
  await client.send(new UpdateCampaignCommand({ campaignArn: arn('campaign/front'), minProvisionedTPS: 2 }))
  const again = new UpdateCampaignCommand({ campaignArn: arn('campaign/front'), minProvisionedTPS: 3 })
  await assert.rejects(client.send(again), { name: 'ResourceInUseException' })
})

test('dates are numbers with a fraction on the wire and dates in the SDK; what has no value is absent', async () => {
  const operation = { name: 'DescribeDatasetGroup' }
  const raw = await sendRaw(server.port, operation, JSON.stringify({ datasetGroupArn: group }))
  const { datasetGroup } = JSON.parse(raw.body)
  assert.equal(typeof datasetGroup.creationDateTime, 'number')
  assert.deepEqual(
    Object.keys(datasetGroup).sort(),
    ['creationDateTime', 'datasetGroupArn', 'lastUpdatedDateTime', 'name', 'status'].sort(),
  )
  const described = await client.send(new DescribeDatasetGroupCommand({ datasetGroupArn: group }))
  assert.equal(described.datasetGroup?.creationDateTime?.getTime(), datasetGroup.creationDateTime * 1000)
})

test('private members of records never leave', async () => {
  for (const [name, input, member] of [
    ['DescribeDataset', { datasetArn: interactions }, 'dataset'],
    ['DescribeCampaign', { campaignArn: arn('campaign/front') }, 'campaign'],
  ] as const) {
    const raw = await sendRaw(server.port, { name }, JSON.stringify(input))
    const members = Object.keys(JSON.parse(raw.body)[member])
    assert.deepEqual(
      members.filter(member => ['segments', 'deployedVersionArn', 'artifact'].includes(member)),
      [],
    )
  }
})

test('deletions answer 200 with no body at all [sample]', async () => {
  await client.send(new CreateSchemaCommand({ name: 'short', schema }))
  const raw = await sendRaw(server.port, { name: 'DeleteSchema' }, JSON.stringify({ schemaArn: arn('schema/short') }))
  assert.deepEqual([raw.status, raw.body], [200, ''])
  const twice = client.send(new DeleteSchemaCommand({ schemaArn: arn('schema/short') }))
  await assert.rejects(twice, { name: 'ResourceNotFoundException' })
})

test('the paginators of the SDK visit everything once', async () => {
  const recipes: string[] = []
  for await (const page of paginateListRecipes({ client }, {})) {
    recipes.push(...(page.recipes ?? []).map(recipe => recipe.name ?? ''))
  }
  assert.equal(new Set(recipes).size, 22)
  assert.equal(recipes.length, 22)
  for (const name of ['p1', 'p2', 'p3', 'p4', 'p5']) await client.send(new CreateSchemaCommand({ name, schema }))
  const schemas: string[] = []
  for await (const page of paginateListSchemas({ client, pageSize: 2 }, {})) {
    schemas.push(...(page.schemas ?? []).map(schema => schema.name ?? ''))
  }
  const { schemas: all } = await client.send(new ListSchemasCommand({}))
  assert.deepEqual(
    schemas,
    all?.map(schema => schema.name),
  )
})

test('a campaign that is created answers at once and is pending', async () => {
  const made = await client.send(new CreateSolutionVersionCommand({ solutionArn: arn('solution/likes') }))
  await plane.finish(made.solutionVersionArn ?? '')
  const { campaignArn } = await client.send(
    new CreateCampaignCommand({ name: 'second', solutionVersionArn: arn('solution/likes/$LATEST') }),
  )
  const { campaign } = await client.send(new DescribeCampaignCommand({ campaignArn }))
  assert.deepEqual([campaign?.status, campaign?.minProvisionedTPS], ['CREATE PENDING', 1])
  assert.equal(campaign?.solutionVersionArn, made.solutionVersionArn)
})
