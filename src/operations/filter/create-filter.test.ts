import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, arn, aShopWithData, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { ResourceRecord } from '../../storage/records.ts'
import { deleteDataset } from '../dataset/delete-dataset.ts'
import { createDatasetGroup } from '../dataset-group/create-dataset-group.ts'
import { listTagsForResource } from '../tag/list-tags-for-resource.ts'
import { createFilter } from './create-filter.ts'
import { deleteFilter } from './delete-filter.ts'
import { describeFilter } from './describe-filter.ts'
import { listFilters } from './list-filters.ts'

const seen = 'exclude  itemId WHERE interactions.event_type in ("*")'
const cheap = 'INCLUDE ItemID WHERE Items.PRICE < $MAX'

let plane: ControlPlane
let datasetGroupArn: string
before(async () => {
  plane = await openControlPlane({ quotaFilters: 4, quotaFilterFields: 2 })
  datasetGroupArn = await aShopWithData(plane)
})
after(() => plane.close())

const make = (name: string, filterExpression: string, more: object = {}) =>
  plane.call(createFilter, { name, datasetGroupArn, filterExpression, ...more })

test('a filter keeps its text to the letter and passes through its states', async () => {
  const tags = [{ tagKey: 'team', tagValue: 'web' }]
  const { filterArn = '' } = await make('seen', seen, { tags })
  assert.equal(filterArn, arn('filter/seen'))
  const seconds = plane.nowMs() / 1000
  assert.deepEqual((await plane.call(describeFilter, { filterArn })).filter, {
    name: 'seen',
    filterArn,
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
    datasetGroupArn,
    filterExpression: seen,
    status: 'CREATE PENDING',
  })
  await plane.settle()
  assert.equal((await plane.call(describeFilter, { filterArn })).filter?.status, 'ACTIVE')
  assert.deepEqual((await plane.call(listTagsForResource, { resourceArn: filterArn })).tags, tags)
})

test('lists are by name and by group, under a key with a capital, and without the expression', async () => {
  await make('cheap', cheap)
  await plane.settle()
  const { Filters = [] } = await plane.call(listFilters, { datasetGroupArn })
  assert.deepEqual(
    Filters.map(({ name }) => name),
    ['cheap', 'seen'],
  )
  assert.ok(!('filterExpression' in (Filters[0] ?? {})))
  assert.deepEqual(await plane.call(listFilters, { datasetGroupArn: arn('dataset-group/none') }), { Filters: [] })
})

test('a fault in the text is answered at once, with its place; nothing is made', async () => {
  await refuses(
    make('bad', 'INCLUDE ItemID WHERE Items.COLOUR IN ("red")'),
    'InvalidInputException',
    [
      'Could not create filter. Invalid Expression: the Items schema has no field COLOUR at position 22',
      'INCLUDE ItemID WHERE Items.COLOUR IN ("red")',
      '                     ^^^^^^^^^^^^',
    ].join('\n'),
  )
  await refuses(make('bad', 'INCLUDE ItemID'), 'InvalidInputException', /expected WHERE, found the end at position 15/)
  await refuses(
    make('bad', 'INCLUDE ItemID WHERE Items.GENRE NOT IN ($G)'),
    'InvalidInputException',
    'Could not create filter. Invalid input symbol: $G. Placeholders are not allowed with NOT_IN operator.',
  )
  await refuses(make('bad', 'INCLUDE UserID WHERE Users.AGE > 1'), 'InvalidInputException', /no Users dataset/)
  await refuses(plane.call(describeFilter, { filterArn: arn('filter/bad') }), 'ResourceNotFoundException')
})

test('what is refused besides', async () => {
  await refuses(make('seen', seen), 'ResourceAlreadyExistsException', /filter\/seen already exists/)
  const elsewhere = { datasetGroupArn: arn('dataset-group/none') }
  await refuses(make('a', seen, elsewhere), 'ResourceNotFoundException')
  const pending = await plane.call(createDatasetGroup, { name: 'new' })
  await refuses(make('a', seen, pending), 'InvalidInputException', /has status CREATE PENDING/)
  const filterArn = arn('filter/none')
  await refuses(plane.call(deleteFilter, { filterArn }), 'ResourceNotFoundException')
  const foreign = plane.as({ account: '111111111111' })(describeFilter, { filterArn: arn('filter/seen') })
  await refuses(foreign, 'ResourceNotFoundException')
})

test('the quotas: fields of all filters together, fields of one, filters of a group', async () => {
  await refuses(
    make('genre', 'INCLUDE ItemID WHERE Items.GENRE IN ($G)'),
    'LimitExceededException',
    'The filters of a dataset group can use 2 distinct fields; with this one they use 3.',
  )
  await make('again', cheap)
  await make('and-again', `${cheap} | ${seen}`)
  await refuses(make('fifth', cheap), 'LimitExceededException', /^Cannot create a filter. More than 4 resources/)
  const group = await aGroup(plane, 'wide')
  const names = Array.from({ length: 11 }, (_, at) => `N${at}`)
  await aDataset(plane, group, 'Items', [
    { name: 'ITEM_ID', type: 'string' },
    ...names.map(name => ({ name, type: 'int' })),
  ])
  const wide = `INCLUDE ItemID WHERE ${names.map(name => `Items.${name} = 1`).join(' AND ')}`
  await refuses(make('wide', wide, { datasetGroupArn: group }), 'LimitExceededException', /at most 10 distinct fields/)
})

test('a filter keeps its datasets; a batch job that runs keeps its filter', async () => {
  const filterArn = arn('filter/seen')
  await refuses(
    plane.call(deleteDataset, { datasetArn: arn('dataset/shop/ITEMS') }),
    'ResourceInUseException',
    /is in use: .*filter/,
  )
  const job: ResourceRecord = {
    arn: arn('batch-inference-job/nightly'),
    kind: 'batch-inference-job',
    account: '000000000000',
    region: 'us-east-1',
    name: 'nightly',
    parent: null,
    group: datasetGroupArn,
    status: 'CREATE IN_PROGRESS',
    createdAtMs: 0,
    updatedAtMs: 0,
    version: 0,
    body: { filterArn },
  }
  await plane.records.transact(async () => ({ changes: [{ type: 'insert', record: job }], result: undefined }))
  const text = `Resource ${filterArn} is in use: ${job.arn}`
  await refuses(plane.call(deleteFilter, { filterArn }), 'ResourceInUseException', text)
  await plane.finish(job.arn)
  await plane.call(deleteFilter, { filterArn })
  assert.equal((await plane.call(describeFilter, { filterArn })).filter?.status, 'DELETE PENDING')
  await plane.settle(1000)
  await refuses(plane.call(describeFilter, { filterArn }), 'ResourceNotFoundException')
  await make('seen', seen)
})
