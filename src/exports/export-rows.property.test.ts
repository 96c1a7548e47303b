/** Whatever texts and numbers stand in a segment, an import of what was exported makes the same rows of them. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { defaultSettings } from '../config.ts'
import { parseSchema } from '../datasets/avro.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { importObjects } from '../imports/import-objects.ts'
import { exportRows } from './export-rows.ts'

const schema = parseSchema(
  JSON.stringify({
    type: 'record',
    name: 'Items',
    fields: [
      { name: 'ITEM_ID', type: 'string' },
      { name: 'NAME', type: ['null', 'string'] },
      { name: 'PRICE', type: ['null', 'float'] },
      { name: 'WEIGHT', type: 'double' },
      { name: 'NEW', type: ['null', 'boolean'] },
    ],
    version: '1.0',
  }),
)

const row = fc.tuple(
  fc.option(fc.string({ unit: fc.constantFrom(...'ab "\\,\n\r#\'|é😀'), maxLength: 8 })),
  fc.option(fc.float({ noNaN: true, noDefaultInfinity: true })),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.option(fc.boolean()),
)

const sqlOf = ([name, price, weight, isNew]: typeof row extends fc.Arbitrary<infer R> ? R : never, at: number) =>
  `('item-${at}', ${name === null ? 'null::varchar' : `'${name.replaceAll("'", "''")}'`}, ${price}::float, ${weight}::double, ${isNew}::boolean)`

test('an import reads what was written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-export-'))
  await mkdir(join(directory, 'buckets/shop'), { recursive: true })
  const workDirectory = join(directory, 'work')
  const written = join(directory, 'written.parquet')
  const given = {
    ...{ blobs: { dataDirectory: directory, settings: defaultSettings }, account: '000000000000' },
    ...{ roleArn: 'arn:aws:iam::000000000000:role/x', schema, workDirectory, memoryMb: 256 },
    datasetType: 'ITEMS' as const,
  }
  const location = { bucket: 'shop', key: 'out/' }
  const paths = { dataDirectory: directory, segmentFile: 'segments/back.parquet', rejectsFile: 'rejects/back.csv' }
  const inDirectory = { temporaryDirectory: workDirectory, memoryMb: 256 }
  const rowsIn = (path: string) =>
    inDuckDb(inDirectory, async connection => {
      await connection.run('set threads = 1')
      return (await connection.runAndReadAll(`select * from read_parquet('${path}')`)).getRows()
    })
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async rows => {
        const values = `(values ${rows.map(sqlOf).join(', ')}) as t(ITEM_ID, NAME, PRICE, WEIGHT, NEW)`
        await inDuckDb(inDirectory, connection =>
          connection.run(`copy (select * from ${values}) to '${written}' (format parquet)`),
        )
        await exportRows({ ...given, files: [written], folder: location }, () => {})
        await rm(workDirectory, { recursive: true })
        await importObjects({ ...given, ...paths, location, rejectShareMax: 0, recordCountMin: 1 }, () => {})
        assert.deepEqual(await rowsIn(join(directory, paths.segmentFile)), await rowsIn(written))
      }),
      { numRuns: 30 },
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})
