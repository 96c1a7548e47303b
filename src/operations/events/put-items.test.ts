import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, aSchema, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { createDataset } from '../dataset/create-dataset.ts'
import { deleteDataset } from '../dataset/delete-dataset.ts'
import { putItems } from './put-items.ts'
import { putUsers } from './put-users.ts'

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })

let plane: ControlPlane
let group: string
let datasetArn: string
before(async () => {
  plane = await openControlPlane()
  group = await aGroup(plane)
  datasetArn = await aDataset(plane, group, 'Items', [
    field('ITEM_ID', 'string'),
    field('PRICE', ['null', 'float']),
    field('CATEGORY_L1', ['null', 'string'], { categorical: true }),
    field('DESCRIPTION', ['null', 'string'], { textual: true }),
    field('CREATION_TIMESTAMP', ['null', 'long']),
  ])
})
after(() => plane.close())

const put = (items: readonly { itemId: string; properties?: object | string }[], arn = datasetArn) =>
  plane.call(putItems, {
    datasetArn: arn,
    items: items.map(({ itemId, properties }) => ({
      itemId,
      properties: typeof properties === 'object' ? JSON.stringify(properties) : properties,
    })),
  })

async function cellsOf(itemId: string): Promise<readonly unknown[]> {
  const { items } = await plane.contextFor({}).profiles.of(group)
  return items.columnNames.map(name => items.column(name)?.valueAt(items.indexOf(itemId)))
}

test('an item is there once the call has answered; a second put replaces the whole record', async () => {
  const properties = {
    price: 19.99,
    categoryL1: 'tea|gift',
    description: '<b>Fine</b>\n tea',
    creationTimestamp: 1.7e9,
  }
  assert.equal(await put([{ itemId: 'sku-7', properties }]), undefined)
  assert.deepEqual(await cellsOf('sku-7'), [19.99, ['tea', 'gift'], 'Fine tea', 1.7e9])
  await put([{ itemId: 'sku-7', properties: { PRICE: '20' } }])
  assert.deepEqual(await cellsOf('sku-7'), [20, null, null, null])
})

test('of two records with one id in a call the last counts; properties may be left out', async () => {
  await put([{ itemId: 'twin', properties: { price: 1 } }, { itemId: 'twin' }])
  assert.deepEqual(await cellsOf('twin'), [null, null, null, null])
  await put([{ itemId: 'twin' }, { itemId: 'twin', properties: { price: 2 } }])
  assert.equal((await cellsOf('twin'))[0], 2)
})

test('what is refused', async () => {
  const bad = (properties: object | string) => put([{ itemId: 'fine' }, { itemId: 'bad', properties }])
  await refuses(bad('{'), 'InvalidInputException', 'Error parsing properties json')
  await refuses(bad({ price: 'dear' }), 'InvalidInputException', /PRICE must be a number \(float\), not "dear"/)
  await refuses(bad({ price: 1e300 }), 'InvalidInputException')
  await refuses(bad({ creationTimestamp: 1.5 }), 'InvalidInputException')
  const { items } = await plane.contextFor({}).profiles.of(group)
  assert.equal(items.indexOf('fine'), -1)
  await refuses(put([{ itemId: 'a' }], arn('dataset/shop/USERS')), 'ResourceNotFoundException')
})

test('a column that cannot be null must be given', async () => {
  const other = await aGroup(plane, 'strict')
  const strict = await aDataset(plane, other, 'Items')
  await refuses(put([{ itemId: 'a' }], strict), 'InvalidInputException', /^PRICE is required by the schema/)
  await put([{ itemId: 'a', properties: { price: 1 } }], strict)
})

test('a dataset of another type is refused; one in creation or on its way out is in use', async () => {
  await refuses(
    plane.call(putUsers, { datasetArn, users: [{ userId: 'u' }] }),
    'InvalidInputException',
    `The dataset ${datasetArn} has the type ITEMS, not USERS.`,
  )
  const other = await aGroup(plane, 'young')
  const schemaArn = await aSchema(plane, 'Items')
  const made = await plane.call(createDataset, { name: 'i', datasetGroupArn: other, datasetType: 'Items', schemaArn })
  const young = made.datasetArn ?? ''
  await refuses(put([{ itemId: 'a', properties: { price: 1 } }], young), 'ResourceInUseException')
  await plane.settle()
  await put([{ itemId: 'a', properties: { price: 1 } }], young)
  await plane.call(deleteDataset, { datasetArn: young })
  await refuses(put([{ itemId: 'a', properties: { price: 1 } }], young), 'ResourceInUseException')
})

test('users are put as items are', async () => {
  const users = await aDataset(plane, group, 'Users', [
    field('USER_ID', 'string'),
    field('MEMBERSHIP', ['null', 'string'], { categorical: true }),
  ])
  await plane.call(putUsers, { datasetArn: users, users: [{ userId: 'u', properties: '{"membership":"gold"}' }] })
  const profile = await plane.contextFor({}).profiles.of(group)
  assert.deepEqual(profile.users.column('MEMBERSHIP')?.valueAt(profile.users.indexOf('u')), ['gold'])
})
