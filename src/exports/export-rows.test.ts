/** Segments in, objects in a local bucket out, by the real DuckDB. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeValueSegment } from '../../test/fixtures/data/value-segment.ts'
import { defaultSettings } from '../config.ts'
import type { Column, DatasetSchema } from '../datasets/dataset-schema.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { type ExportSpec, exportRows } from './export-rows.ts'

let directory = ''
let count = 0

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-export-'))
  await mkdir(join(directory, 'buckets/shop'), { recursive: true })
})
after(() => rm(directory, { recursive: true }))

const column = (name: string, type: Column['type'] = 'string', more: Partial<Column> = {}): Column => ({
  ...{ name, type, nullable: false, categorical: false, textual: false, itemName: false },
  ...more,
})

const clicks: DatasetSchema = {
  recordName: 'Interactions',
  columns: [
    column('USER_ID'),
    column('ITEM_ID'),
    column('TIMESTAMP', 'long'),
    column('VALUE', 'float', { nullable: true }),
  ],
}
const items: DatasetSchema = {
  recordName: 'Items',
  columns: [column('ITEM_ID'), column('NAME', 'string', { nullable: true }), column('NEW', 'boolean')],
}

const bounds = () => ({ temporaryDirectory: directory, memoryMb: 256 })

/** `columns` names what `rows`, a list of SQL tuples, holds. */
const segment = (columns: string, rows: string): Promise<string> =>
  writeValueSegment(join(directory, `${++count}.parquet`), columns, rows)

const spec = (more: Pick<ExportSpec, 'files'> & Partial<ExportSpec>): ExportSpec => ({
  blobs: { dataDirectory: directory, settings: defaultSettings },
  account: '000000000000',
  roleArn: 'arn:aws:iam::000000000000:role/x',
  folder: { bucket: 'shop', key: `out-${++count}/` },
  datasetType: 'INTERACTIONS',
  schema: clicks,
  workDirectory: join(directory, 'work', String(++count)),
  memoryMb: 256,
  ...more,
})

const pathOf = ({ folder }: ExportSpec): string => join(directory, 'buckets', folder.bucket, folder.key)

async function exported(asked: ExportSpec): Promise<readonly string[]> {
  await exportRows(asked, () => {})
  assert.deepEqual(await readdir(pathOf(asked)), ['part-00000.csv'])
  return (await readFile(join(pathOf(asked), 'part-00000.csv'), 'utf8')).trimEnd().split('\n')
}

const names = 'USER_ID, ITEM_ID, TIMESTAMP, VALUE'
const header = 'USER_ID,ITEM_ID,TIMESTAMP,VALUE'

test('interactions: all of them in the order they came, equal ones once', async () => {
  const first = await segment(names, `('u','b',2,1.5::float), ('u','a',1,null), ('u','b',2,1.5)`)
  const second = await segment(names, `('v','a',1,null::float), ('u','a',1,null), ('u','a',1,0)`)
  assert.deepEqual(await exported(spec({ files: [first, second] })), [
    header,
    ...['u,b,2,1.5', 'u,a,1,', 'v,a,1,', 'u,a,1,0.0'],
  ])
})

test('a session belongs to its first user; without one its rows and all private columns stay here', async () => {
  const streamed = `${names}, "ATTUNE:SESSION", "ATTUNE:EVENT"`
  const file = await segment(
    streamed,
    `(null,'a',1,null::float,'s','e1'), ('u','b',2,null,'s','e2'), ('w','c',3,null,'s','e3'),
     (null,'d',4,null,'nobody','e4'), (null,'e',5,null,null,null)`,
  )
  assert.deepEqual(await exported(spec({ files: [file] })), [header, 'u,a,1,', 'u,b,2,', 'w,c,3,'])
})

test('items: the newest record of each id; a column that came later is empty in older records', async () => {
  const first = await segment('item_id, new', `('a',true), ('b',false)`)
  const second = await segment('ITEM_ID, NAME, NEW', `('a','later',false), ('c',null,true)`)
  const asked = { datasetType: 'ITEMS', schema: items } as const
  assert.deepEqual(await exported(spec({ ...asked, files: [first, second] })), [
    'ITEM_ID,NAME,NEW',
    ...['b,,false', 'a,later,false', 'c,,true'],
  ])
  assert.deepEqual(await exported(spec({ ...asked, files: [first] })), ['ITEM_ID,NAME,NEW', 'a,,true', 'b,,false'])
})

test('nothing gives a header', async () => {
  assert.deepEqual(await exported(spec({ files: [] })), [header])
})

test('many rows give parts in order, each with the header; what a longer export left is emptied', async () => {
  const file = join(directory, 'many.parquet')
  const rows = `select 'u' as USER_ID, i::varchar as ITEM_ID, i as TIMESTAMP, null::float as VALUE from range(300000) as t(i)`
  await inDuckDb(bounds(), connection => connection.run(`copy (${rows}) to '${file}' (format parquet)`))
  const asked = spec({ files: [file], partBytesMax: 200_000 })
  await mkdir(pathOf(asked))
  await writeFile(join(pathOf(asked), 'part-00099.csv'), 'of another export')
  await writeFile(join(pathOf(asked), 'notes.csv'), 'mine')
  const { rowCount, partCount } = await exportRows(asked, () => {})
  assert.equal(rowCount, 300_000)
  assert.ok(partCount > 11, `${partCount} parts: their numbers need sorting`)
  const parts = (await readdir(pathOf(asked))).filter(name => name.startsWith('part-')).sort()
  assert.equal(parts.length, partCount + 1)
  const texts = await Promise.all(parts.map(name => readFile(join(pathOf(asked), name), 'utf8')))
  assert.equal(texts.pop(), `${header}\n`)
  const lines = texts.flatMap(text => {
    const [first, ...others] = text.trimEnd().split('\n')
    assert.equal(first, header)
    return others
  })
  assert.deepEqual([lines.length, lines[0], lines[123_456]], [300_000, 'u,0,0,', 'u,123456,123456,'])
  await exportRows({ ...asked, files: [], workDirectory: join(directory, 'work', String(++count)) }, () => {})
  for (const name of parts) assert.equal(await readFile(join(pathOf(asked), name), 'utf8'), `${header}\n`, name)
  assert.equal(await readFile(join(pathOf(asked), 'notes.csv'), 'utf8'), 'mine')
})

test('a bucket that is not there is the customer’s to make', async () => {
  const asked = spec({ files: [], folder: { bucket: 'elsewhere', key: 'x/' } })
  await assert.rejects(
    exportRows(asked, () => {}),
    { name: 'JobFailure', message: /writing to s3:\/\/elsewhere\/x\// },
  )
})
