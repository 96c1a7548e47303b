/** Aim: CSV in a bucket becomes exactly the rows that were written, and what does not fit is told with its place. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { defaultSettings } from '../config.ts'
import { parseSchema } from '../datasets/avro.ts'
import type { DatasetType } from '../datasets/dataset-schema.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { type ImportSpec, importObjects } from './import-objects.ts'

const schemaOf = (name: string, fields: readonly object[]) =>
  parseSchema(JSON.stringify({ type: 'record', name, fields, version: '1.0' }))

const interactions = schemaOf('Interactions', [
  { name: 'USER_ID', type: 'string' },
  { name: 'ITEM_ID', type: 'string' },
  { name: 'EVENT_VALUE', type: ['null', 'float'] },
  { name: 'TIMESTAMP', type: 'long' },
])

const items = schemaOf('Items', [
  { name: 'ITEM_ID', type: 'string' },
  { name: 'GENRE', type: ['null', 'string'], categorical: true },
  { name: 'PLOT', type: ['null', 'string'], textual: true },
  { name: 'IS_NEW', type: ['null', 'boolean'] },
  { name: 'YEAR', type: ['null', 'int'] },
])

interface World {
  readonly directory: string
  put(key: string, text: string | Buffer): Promise<void>
  run(key: string, given?: Partial<ImportSpec>): ReturnType<typeof importObjects>
  rows(): Promise<unknown[][]>
}

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'attune-import-'))
  const bucket = join(directory, 'buckets', 'shop')
  await mkdir(bucket, { recursive: true })
  const spec: ImportSpec = {
    blobs: { dataDirectory: directory, settings: defaultSettings },
    account: '000000000000',
    roleArn: undefined,
    location: { bucket: 'shop', key: '' },
    datasetType: 'INTERACTIONS',
    schema: interactions,
    dataDirectory: directory,
    segmentFile: 'segments/one.parquet',
    rejectsFile: 'rejects/one.csv',
    workDirectory: join(directory, 'work', 'one'),
    memoryMb: 256,
    rejectShareMax: 0.01,
    recordCountMin: 1,
  }
  try {
    await work({
      directory,
      put: async (key, text) => {
        await mkdir(join(bucket, key, '..'), { recursive: true })
        await writeFile(join(bucket, key), text)
      },
      run: (key, given = {}) => importObjects({ ...spec, location: { bucket: 'shop', key }, ...given }, () => {}),
      rows: async () => {
        const instance = await DuckDBInstance.create()
        const connection = await instance.connect()
        const file = join(directory, 'segments/one.parquet')
        const reader = await connection.runAndReadAll(`select * from '${file}'`)
        const rows = reader.getRowsJson()
        connection.closeSync()
        instance.closeSync()
        return rows as unknown[][]
      },
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const asItems = { schema: items, datasetType: 'ITEMS' as DatasetType }

test('a plain file, columns in any order and case, extra ones ignored', () =>
  inWorld(async ({ put, run, rows }) => {
    await put('a.csv', ',timestamp,ITEM_ID,user_id,EXTRA,EVENT_VALUE\n0,5,i1,u1,x,1.5\n1,6,i2,u2,y,\n')
    const { segment, report } = await run('a.csv')
    assert.deepEqual([segment.rowCount, report], [2, { rowCount: 2, rejectedCount: 0 }])
    assert.deepEqual(await rows(), [
      ['u1', 'i1', 1.5, '5'],
      ['u2', 'i2', null, '6'],
    ])
  }))

test('quotes in both dialects, line breaks, empty cells and empty texts; the last record of an item wins', () =>
  inWorld(async ({ put, run, rows }) => {
    const lines = [
      'ITEM_ID,GENRE,PLOT,IS_NEW,YEAR',
      'i1,Old,old,true,1990',
      '"i2","a|b","<b>Bold</b>\nand \\"quoted\\"",false,2000.0',
      'i3,"","say ""hi""",,',
      'i1,New,"",true,""',
    ]
    await put('items.csv', `\ufeff${lines.join('\r\n')}\r\n`)
    await run('items.csv', asItems)
    assert.deepEqual(await rows(), [
      ['i2', 'a|b', 'Bold and "quoted"', false, 2000],
      ['i3', '', 'say "hi"', null, null],
      ['i1', 'New', '', true, null],
    ])
  }))

test('a folder is read one level deep, in the order of its names', () =>
  inWorld(async ({ put, run, rows }) => {
    const file = (name: string) => `ITEM_ID,GENRE,PLOT,IS_NEW,YEAR\n${name},g,p,true,1\nshared,${name},,,\n`
    for (const name of ['b', 'a', 'deep/c']) await put(`folder/${name}.csv`, file(name))
    await run('folder/', asItems)
    assert.deepEqual(
      (await rows()).map(row => row.slice(0, 2)),
      [
        ['a', 'g'],
        ['b', 'g'],
        ['shared', 'b'],
      ],
    )
  }))

const good = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `u${from + index},i${index},1,${index}`)
const head = 'USER_ID,ITEM_ID,EVENT_VALUE,TIMESTAMP'

test('rows that do not fit are left out and told with file, line, column, value and what was expected', () =>
  inWorld(async ({ directory, put, run }) => {
    const bad = ['u1,i1,x,5', ',i1,1,5', 'u1,i1,1', 'u1,i1,inf,6', 'u1,i1,2,later', 'u1,i1,2,6.5', ',,,']
    await put('a.csv', [head, ...good(3), ...bad, 'u9,i9,2,6.0', ...good(700, 3)].join('\n'))
    const { segment, report } = await run('a.csv')
    assert.deepEqual([segment.rowCount, report.rowCount, report.rejectedCount], [704, 711, 7])
    const told = await readFile(join(directory, report.rejectsFile as string), 'utf8')
    assert.deepEqual(told.trim().split('\n'), [
      '"file","line","column","value","expected"',
      '"a.csv","5","EVENT_VALUE","x","a number (float)"',
      '"a.csv","6","USER_ID","","a value: USER_ID cannot be empty"',
      '"a.csv","7","","","4 cells, found 3"',
      '"a.csv","8","EVENT_VALUE","inf","a number (float)"',
      '"a.csv","9","TIMESTAMP","later","a whole number (long)"',
      '"a.csv","10","TIMESTAMP","6.5","a whole number (long)"',
      '"a.csv","11","USER_ID","","a value: USER_ID cannot be empty"',
    ])
  }))

test('lines that end in CRLF, the last one cut off at any byte', () =>
  inWorld(async ({ put, run, rows }) => {
    for (const fileEnd of ['\r\n', '\r', '']) {
      for (const user of ['u2', '"u2"']) {
        await put('a.csv', [head, 'u1,i1,1,5', `${user},i2,2,6`].join('\r\n') + fileEnd)
        assert.deepEqual((await run('a.csv')).report, { rowCount: 2, rejectedCount: 0 })
        assert.deepEqual((await rows())[1], ['u2', 'i2', 2, '6'])
      }
    }
  }))

test('a value in the report is what the file has, not what stands for it inside', () =>
  inWorld(async ({ directory, put, run }) => {
    await put('a.csv', [head, ...good(200), 'u,i,"1\r\n2",5', ''].join('\n'))
    const { report } = await run('a.csv')
    const told = await readFile(join(directory, report.rejectsFile as string), 'utf8')
    assert.equal(told.split('\n').slice(1).join('\n'), '"a.csv","202","EVENT_VALUE","1\r\n2","a number (float)"\n')
  }))

const failures: readonly [string, string | Buffer, RegExp][] = [
  [
    'too many misfits',
    [head, ...good(10), 'u,i,x,y'].join('\n'),
    /1 of 11 rows do not fit .* file a\.csv, line 12, column EVENT_VALUE: expected a number \(float\), found "x"/,
  ],
  ['only misfits', [head, 'u,i,x,y'].join('\n'), /1 of 1 rows do not fit/],
  ['a missing column', 'USER_ID,ITEM_ID,EVENT_VALUE\n', /Input csv is missing the following columns: \[TIMESTAMP\]/],
  [
    'a long identifier',
    [head, ...good(500), `${'u'.repeat(257)},i,1,1`].join('\n'),
    /Length cannot be more than 256 characters for USER_ID/,
  ],
  [
    'a long identifier behind other misfits that the share allows',
    [head, ...good(600), ...Array(4).fill('u,i,x,1'), `${'u'.repeat(257)},i,1,1`].join('\n'),
    /Length cannot be more than 256 characters for USER_ID.* line 606/,
  ],
  ['an open quote', [head, ...good(5), '"u,i,1,1'].join('\n'), /a\.csv, line 7: a quoted cell has no closing quote/],
  [
    'text in another encoding',
    Buffer.concat([Buffer.from(`${head}\n`), Buffer.from([0xe9, 0x2c]), Buffer.from('i,1,1\n')]),
    /expected text in UTF-8/,
  ],
  ['no rows', `${head}\n`, /0 rows, fewer than the minimum of 1/],
]

for (const [what, text, message] of failures) {
  test(`fails on ${what}, saying where`, () =>
    inWorld(async ({ put, run }) => {
      await put('a.csv', text)
      await assert.rejects(run('a.csv'), (error: Error) => {
        assert.ok(error instanceof JobFailure, String(error.stack))
        assert.match(error.message, message)
        return true
      })
    }))
}

test('as many rows as the share says may be left out, and not one more', () =>
  inWorld(async ({ put, run }) => {
    const rows = (bad: number) =>
      Array.from({ length: 100 }, (_, at) => `i${at},,,,${at < bad ? 'soon' : 1999}`).join('\n')
    const load = async (bad: number) => {
      await put('rows.csv', `ITEM_ID,GENRE,PLOT,IS_NEW,YEAR\n${rows(bad)}\n`)
      return run('rows.csv', { schema: items, datasetType: 'ITEMS', rejectShareMax: 0.02 })
    }
    assert.equal((await load(2)).report.rejectedCount, 2)
    await assert.rejects(load(3), /3 of 100 rows do not fit the schema, more than the allowed share of 0\.02/)
  }))

test('a location without objects, and a bucket that is not there', () =>
  inWorld(async ({ run }) => {
    await assert.rejects(run('none.csv'), /There is no object at s3:\/\/shop\/none\.csv/)
    await assert.rejects(run('a.csv', { location: { bucket: 'elsewhere', key: 'a.csv' } }), /Insufficient privileges/)
    await assert.rejects(run('../../attune.db'), /Insufficient privileges/)
  }))

/** Of cells that a reader of numbers, nulls or comments might take for something else. */
const oddCell = fc.constantFrom(
  ...['a', 'a|b', ' x', 'NULL', '#c', "'q'", '\t', '\ufeff', 'nan', '$', '\x01', 'a\x1cb', '\x1f'],
  ...['', '1.5', ' 2', '1e3', '0x10', '1_0', '+3', '.5', '5.', '6.0', '1e400', '9223372036854775808'],
)

const mostly = (plain: string) => fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, oddCell)

test('a file comes to the same whether DuckDB reads it as it is or the normaliser did before', () =>
  inWorld(async ({ put, run, rows }) => {
    const loaded = async (text: string) => {
      await put('a.csv', text)
      try {
        await run('a.csv', { rejectShareMax: 0 })
        return await rows()
      } catch (error) {
        return (error as Error).message
      }
    }
    const row = fc
      .tuple(oddCell, oddCell, mostly('1'), mostly('5'))
      .chain(cells => fc.constantFrom('', '', '', ',', ',,', ',x', ',,x').map(end => cells.join(',') + end))
    const file = fc.array(fc.oneof({ weight: 9, arbitrary: row }, fc.constant('')), { maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom('', '\n'), async (lines, end) => {
        const body = ['u,i,1,1', ...lines].join('\n') + end
        assert.deepEqual(await loaded(`${head}\n${body}`), await loaded(`"USER_ID"${head.slice(7)}\n${body}`))
      }),
      { numRuns: 20, examples: ['u,a\x1cb,1,5', 'u,i,1,5,', 'u,i,1,5,,,'].map(line => [[line], '']) },
    )
  }))

test('what was generated is what lies in the segment, in order', () =>
  inWorld(async ({ put, run, rows }) => {
    const id = fc.string({
      unit: fc.constantFrom('a', '1', '"', ',', ' ', '\n', '\\', 'ü'),
      minLength: 1,
      maxLength: 6,
    })
    const row = fc.record({ user: id, item: id, value: fc.option(fc.integer({ min: -9, max: 9 })), time: fc.nat() })
    const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), fc.boolean(), async (all, quotesAll) => {
        const cell = (text: string) => (quotesAll || /[",\n\\]/.test(text) ? quoted(text) : text)
        const lines = all.map(one => `${cell(one.user)},${cell(one.item)},${one.value ?? ''},${one.time}`)
        await put('a.csv', [head, ...lines, ''].join('\n'))
        await run('a.csv')
        assert.deepEqual(
          await rows(),
          all.map(one => [one.user, one.item, one.value, String(one.time)]),
        )
      }),
      { numRuns: 40 },
    )
  }))
