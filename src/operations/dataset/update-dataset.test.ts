import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, aSchema, itemsFields, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { describeDataset } from './describe-dataset.ts'
import { updateDataset } from './update-dataset.ts'

let plane: ControlPlane
let items: string
let interactions: string
before(async () => {
  plane = await openControlPlane({ stateDelayMs: 1000 })
  const group = await aGroup(plane)
  await plane.settle(1000)
  await plane.settle(1000)
  items = await aDataset(plane, group, 'Items')
  interactions = await aDataset(plane, group)
  await plane.settle(1000)
  await plane.settle(1000)
})
after(() => plane.close())

const brand = { name: 'BRAND', type: ['null', 'string'] }
const described = async () => (await plane.call(describeDataset, { datasetArn: items })).dataset
const update = (schemaArn: string, datasetArn = items) => plane.call(updateDataset, { datasetArn, schemaArn })

test('nullable fields may be added; the dataset stays ACTIVE with its old schema until the update is', async () => {
  const former = (await described())?.schemaArn
  const schemaArn = await aSchema(plane, 'Items', [...itemsFields, brand])
  assert.deepEqual(await update(schemaArn), { datasetArn: items })
  const pending = await described()
  assert.equal(pending?.status, 'ACTIVE')
  assert.equal(pending?.schemaArn, former)
  assert.equal(pending?.latestDatasetUpdate?.status, 'CREATE PENDING')
  assert.equal(pending?.latestDatasetUpdate?.schemaArn, schemaArn)
  await refuses(update(schemaArn), 'ResourceInUseException', `${items} is being updated.`)
  await plane.settle(900)
  assert.equal((await described())?.latestDatasetUpdate?.status, 'CREATE PENDING')
  await plane.settle(100)
  assert.equal((await described())?.latestDatasetUpdate?.status, 'CREATE IN_PROGRESS')
  await plane.settle(1000)
  const done = await described()
  assert.equal(done?.latestDatasetUpdate?.status, 'ACTIVE')
  assert.equal(done?.schemaArn, schemaArn)
})

/** A field of the former schema, and the same with one attribute changed. */
const alterations: readonly (readonly [string, string, object])[] = [
  ['type', 'PRICE', { type: 'double' }],
  ['null', 'PRICE', { type: ['null', 'float'] }],
  ['categorical', 'GENRE', { categorical: false }],
  ['textual', 'NOTE', { textual: true }],
  ['itemName', 'NOTE', { itemName: true }],
]

for (const [what, name, alteration] of alterations) {
  test(`a field keeps its ${what}`, async () => {
    await using fresh = await openControlPlane()
    const former = [...itemsFields, { name: 'NOTE', type: 'string' }]
    const datasetArn = await aDataset(fresh, await aGroup(fresh), 'Items', former)
    const altered = former.map(field => (field.name === name ? { ...field, ...alteration } : field))
    const schemaArn = await aSchema(fresh, 'Items', altered)
    const work = fresh.call(updateDataset, { datasetArn, schemaArn })
    await refuses(work, 'InvalidInputException', new RegExp(`keep the field ${name}`))
  })
}

test('what is refused', async () => {
  const strict = await aSchema(plane, 'Items', [...itemsFields, brand, { name: 'SIZE', type: 'int' }])
  await refuses(update(strict), 'InvalidInputException', /SIZE must be nullable/)
  const lost = await aSchema(plane, 'Items', itemsFields)
  await refuses(update(lost), 'InvalidInputException', /keep the field BRAND/)
  const retyped = itemsFields.map(field => (field.name === 'PRICE' ? { ...field, type: 'double' } : field))
  const changed = await aSchema(plane, 'Items', [...retyped, brand])
  await refuses(update(changed), 'InvalidInputException', /keep the field PRICE/)
  await refuses(update(await aSchema(plane), interactions), 'InvalidInputException', /ITEMS and USERS/)
  await refuses(update(arn('schema/none')), 'ResourceNotFoundException')
  await refuses(update(strict, arn('dataset/shop/USERS')), 'ResourceNotFoundException')
})
