/** Schemas, dataset groups and datasets: what is created, described, changed and deleted follows what was sent. */

import { after, before } from 'node:test'
import { roleArn, settled } from '../fixtures/server/main-path.ts'
import { interactionsSchema, itemsSchema, World, widerItemsSchema } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

const kmsKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/one'
const secondKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/two'
const secondRoleArn = 'arn:aws:iam::000000000000:role/another'
const kept = 'kept and described; the data directory is not encrypted by it'

const nameOf = (arn: string | undefined): string | undefined => arn?.split('/').at(-1)

memberEffect({ operation: 'CreateSchema', member: 'name', sends: ['one', 'two'] }, async () => {
  const create = async (name: string) =>
    nameOf((await world.control.createSchema({ name, schema: itemsSchema })).schemaArn)
  return [await create('one'), await create('two')]
})

memberEffect({ operation: 'CreateSchema', member: 'schema', sends: ['category and price', 'colour too'] }, async () => {
  const describe = async (text: string) =>
    (await world.control.describeSchema({ schemaArn: await world.schema(text) })).schema?.schema
  return [await describe(itemsSchema), await describe(widerItemsSchema)]
})

memberEffect({ operation: 'CreateSchema', member: 'domain', sends: [undefined, 'ECOMMERCE'] }, async () => {
  const describe = async (domain: 'ECOMMERCE' | undefined) => {
    const { schemaArn } = await world.control.createSchema({
      name: world.fresh('domain'),
      schema: interactionsSchema,
      domain,
    })
    return (await world.control.describeSchema({ schemaArn })).schema?.domain
  }
  return [await describe(undefined), await describe('ECOMMERCE')]
})

memberEffect({ operation: 'DescribeSchema', member: 'schemaArn', sends: ['one schema', 'another'] }, async () => {
  const describe = async (text: string) =>
    (await world.control.describeSchema({ schemaArn: await world.schema(text) })).schema?.schema
  return [await describe(itemsSchema), await describe(interactionsSchema)]
})

const schemaNames = async (): Promise<readonly (string | undefined)[]> =>
  ((await world.control.listSchemas({})).schemas ?? []).map(({ name }) => name)

memberEffect({ operation: 'DeleteSchema', member: 'schemaArn', sends: ['one schema', 'another'] }, async () => {
  const [first, second] = [await world.schema(), await world.schema()]
  await world.control.deleteSchema({ schemaArn: first })
  const afterFirst = await schemaNames()
  await world.control.deleteSchema({ schemaArn: second })
  return [afterFirst.includes(nameOf(first)), afterFirst.includes(nameOf(second))]
})

memberEffect({ operation: 'CreateDatasetGroup', member: 'name', sends: ['left', 'right'] }, async () => {
  const create = async (name: string) => nameOf((await world.control.createDatasetGroup({ name })).datasetGroupArn)
  return [await create('left'), await create('right')]
})

const groupWith = async (members: { domain?: 'ECOMMERCE'; roleArn?: string; kmsKeyArn?: string }) => {
  const { datasetGroupArn } = await world.control.createDatasetGroup({ name: world.fresh('group'), ...members })
  return (await world.control.describeDatasetGroup({ datasetGroupArn })).datasetGroup
}

memberEffect({ operation: 'CreateDatasetGroup', member: 'domain', sends: [undefined, 'ECOMMERCE'] }, async () => [
  (await groupWith({}))?.domain,
  (await groupWith({ domain: 'ECOMMERCE' }))?.domain,
])

memberEffect(
  { operation: 'CreateDatasetGroup', member: 'kmsKeyArn', sends: [kmsKeyArn, secondKeyArn], lacks: kept },
  async () => [
    (await groupWith({ roleArn, kmsKeyArn }))?.kmsKeyArn,
    (await groupWith({ roleArn, kmsKeyArn: secondKeyArn }))?.kmsKeyArn,
  ],
)

memberEffect(
  { operation: 'CreateDatasetGroup', member: 'roleArn', sends: [roleArn, secondRoleArn], lacks: kept },
  async () => [
    (await groupWith({ roleArn, kmsKeyArn }))?.roleArn,
    (await groupWith({ roleArn: secondRoleArn, kmsKeyArn }))?.roleArn,
  ],
)

memberEffect(
  { operation: 'DescribeDatasetGroup', member: 'datasetGroupArn', sends: ['one group', 'another'] },
  async () => {
    const describe = async () =>
      (await world.control.describeDatasetGroup({ datasetGroupArn: await world.group() })).datasetGroup?.name
    return [await describe(), await describe()]
  },
)

const groupNames = async (): Promise<readonly (string | undefined)[]> =>
  ((await world.control.listDatasetGroups({})).datasetGroups ?? []).map(({ name }) => name)

/** Asks until the answer is true: a deleted resource stays visible for a while. */
const eventually = (what: string, ask: () => Promise<boolean>) =>
  settled(what, async () => ({ status: (await ask()) ? 'ACTIVE' : 'DELETE PENDING' }))

memberEffect(
  { operation: 'DeleteDatasetGroup', member: 'datasetGroupArn', sends: ['one group', 'another'] },
  async () => {
    const [first, second] = [await world.group(), await world.group()]
    await world.control.deleteDatasetGroup({ datasetGroupArn: first })
    await eventually('deletion', async () => !(await groupNames()).includes(nameOf(first)))
    const left = await groupNames()
    return [left.includes(nameOf(first)), left.includes(nameOf(second))]
  },
)

memberEffect({ operation: 'CreateDataset', member: 'name', sends: ['north', 'south'] }, async () => {
  const create = async (name: string) => {
    const { datasetArn } = await world.control.createDataset({
      name,
      datasetType: 'Interactions',
      datasetGroupArn: await world.group(),
      schemaArn: await world.schema(),
    })
    return (await world.control.describeDataset({ datasetArn })).dataset?.name
  }
  return [await create('north'), await create('south')]
})

memberEffect({ operation: 'CreateDataset', member: 'datasetType', sends: ['Interactions', 'Items'] }, async () => {
  const group = await world.group()
  const describe = async (type: string, schema: string) =>
    (await world.control.describeDataset({ datasetArn: await world.dataset(group, type, schema) })).dataset?.datasetType
  return [await describe('Interactions', interactionsSchema), await describe('Items', itemsSchema)]
})

memberEffect({ operation: 'CreateDataset', member: 'datasetGroupArn', sends: ['one group', 'another'] }, async () => {
  const [first, second] = [await world.group(), await world.group()]
  await world.dataset(first)
  const count = async (datasetGroupArn: string) =>
    (await world.control.listDatasets({ datasetGroupArn })).datasets?.length
  return [await count(first), await count(second)]
})

memberEffect({ operation: 'CreateDataset', member: 'schemaArn', sends: ['PRICE last', 'COLOUR too'] }, async () => {
  const columns = async (text: string) => {
    const datasetArn = await world.dataset(await world.group(), 'Items', text)
    const { dataset } = await world.control.describeDataset({ datasetArn })
    return (await world.control.describeSchema({ schemaArn: dataset?.schemaArn })).schema?.schema
  }
  return [await columns(itemsSchema), await columns(widerItemsSchema)]
})

memberEffect({ operation: 'DescribeDataset', member: 'datasetArn', sends: ['one dataset', 'another'] }, async () => {
  const describe = async () =>
    (await world.control.describeDataset({ datasetArn: await world.dataset(await world.group()) })).dataset?.name
  return [await describe(), await describe()]
})

const twoItemsDatasets = async (): Promise<readonly [string, string]> => [
  await world.dataset(await world.group(), 'Items', itemsSchema),
  await world.dataset(await world.group(), 'Items', itemsSchema),
]

const schemaOfDataset = async (datasetArn: string) =>
  (await world.control.describeDataset({ datasetArn })).dataset?.schemaArn

const updateSettled = (datasetArn: string) =>
  settled(
    'dataset update',
    async () => (await world.control.describeDataset({ datasetArn })).dataset?.latestDatasetUpdate,
  )

memberEffect({ operation: 'UpdateDataset', member: 'datasetArn', sends: ['one dataset', 'another'] }, async () => {
  const [first, second] = await twoItemsDatasets()
  const schemaArn = await world.schema(widerItemsSchema)
  await world.control.updateDataset({ datasetArn: first, schemaArn })
  await updateSettled(first)
  return [(await schemaOfDataset(first)) === schemaArn, (await schemaOfDataset(second)) === schemaArn]
})

memberEffect({ operation: 'UpdateDataset', member: 'schemaArn', sends: ['COLOUR', 'SIZE'] }, async () => {
  const described: unknown[] = []
  for (const [index, datasetArn] of (await twoItemsDatasets()).entries()) {
    const text = index === 0 ? widerItemsSchema : widerItemsSchema.replace('COLOUR', 'SIZE')
    await world.control.updateDataset({ datasetArn, schemaArn: await world.schema(text) })
    await updateSettled(datasetArn)
    const { schema } = await world.control.describeSchema({ schemaArn: await schemaOfDataset(datasetArn) })
    described.push(schema?.schema)
  }
  return [described[0], described[1]]
})

memberEffect({ operation: 'DeleteDataset', member: 'datasetArn', sends: ['one dataset', 'another'] }, async () => {
  const group = await world.group()
  const [first, second] = [await world.dataset(group), await world.dataset(group, 'Items', itemsSchema)]
  await world.control.deleteDataset({ datasetArn: first })
  const arns = async () =>
    ((await world.control.listDatasets({ datasetGroupArn: group })).datasets ?? []).map(({ datasetArn }) => datasetArn)
  await eventually('deletion', async () => !(await arns()).includes(first))
  const left = await arns()
  return [left.includes(first), left.includes(second)]
})
