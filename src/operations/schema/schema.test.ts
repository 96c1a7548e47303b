/** The four schema operations: text to the letter, Avro faults, domains, deletion at once. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aDataset,
  aGroup,
  arn,
  interactionsFields,
  refuses,
  schemaText,
} from '../../../test/fixtures/inside/shop-states.ts'
import { describeDataset } from '../dataset/describe-dataset.ts'
import { createSchema } from './create-schema.ts'
import { deleteSchema } from './delete-schema.ts'
import { describeSchema } from './describe-schema.ts'
import { listSchemas } from './list-schemas.ts'

const schema = schemaText('Interactions', interactionsFields)

let plane: ControlPlane
before(async () => {
  plane = await openControlPlane()
})
after(() => plane.close())

test('the text comes back to the letter, and there is no status', async () => {
  const spaced = schema.replace('{', '{\n  ')
  const { schemaArn } = await plane.call(createSchema, { name: 'spaced', schema: spaced, domain: 'ECOMMERCE' })
  assert.equal(schemaArn, arn('schema/spaced'))
  const { schema: described } = await plane.call(describeSchema, { schemaArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(described, {
    name: 'spaced',
    schemaArn,
    schema: spaced,
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
    domain: 'ECOMMERCE',
  })
})

test('a list shows no text', async () => {
  const { schemas } = await plane.call(listSchemas)
  assert.deepEqual(Object.keys(schemas?.[0] ?? {}).includes('schema'), false)
})

test('what is refused', async () => {
  await plane.call(createSchema, { name: 'taken', schema })
  const text = `Another resource with Arn ${arn('schema/taken')} already exists.`
  await refuses(plane.call(createSchema, { name: 'taken', schema }), 'ResourceAlreadyExistsException', text)
  await refuses(plane.call(createSchema, { name: 'broken', schema: '{' }), 'InvalidInputException')
  const nested = schemaText('Interactions', [{ name: 'A', type: { type: 'array', items: 'string' } }])
  await refuses(plane.call(createSchema, { name: 'nested', schema: nested }), 'InvalidInputException')
  const unknown = `The given schema does not exist: ${arn('schema/none')}`
  await refuses(plane.call(describeSchema, { schemaArn: arn('schema/none') }), 'ResourceNotFoundException', unknown)
  await refuses(plane.call(deleteSchema, { schemaArn: arn('schema/none') }), 'ResourceNotFoundException', unknown)
})

test('deleting is immediate and frees the name; a dataset that refers to it is in the way', async () => {
  const { schemaArn } = await plane.call(createSchema, { name: 'short', schema })
  assert.equal(await plane.call(deleteSchema, { schemaArn }), undefined)
  await plane.call(createSchema, { name: 'short', schema })
  const datasetArn = await aDataset(plane, await aGroup(plane))
  const { dataset } = await plane.call(describeDataset, { datasetArn })
  const inUse = plane.call(deleteSchema, { schemaArn: dataset?.schemaArn })
  await refuses(inUse, 'ResourceInUseException', `Resource ${dataset?.schemaArn} is in use: ${datasetArn}`)
})

test('the quota', async () => {
  await using few = await openControlPlane({ quotaSchemas: 1 })
  await few.call(createSchema, { name: 'one', schema })
  const text = 'Cannot create a schema. More than 1 resources in ACTIVE state. Please delete some and try again.'
  await refuses(few.call(createSchema, { name: 'two', schema }), 'LimitExceededException', text)
})
