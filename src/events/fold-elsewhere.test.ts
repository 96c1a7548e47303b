/** A process writes the segment that the server would write itself. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { interactionsSchema } from '../../test/fixtures/server/main-path.ts'
import { silentLog } from '../base/log.ts'
import { parseSchema } from '../datasets/avro.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { foldSegment } from './fold-elsewhere.ts'

let directory: string
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-fold-'))
})
after(() => rm(directory, { recursive: true }))

const rows = ['ann', 'bob', 'ann'].map((user, at) =>
  JSON.stringify({ USER_ID: user, ITEM_ID: `item-${at}`, EVENT_TYPE: 'view', TIMESTAMP: 1_700_000_000 + at }),
)

async function folded(name: string, ownBytesMax: number) {
  const rowsFile = join(directory, 'rows.json')
  await writeFile(rowsFile, `${rows.join('\n')}\n`)
  const segmentFile = join(directory, `${name}.parquet`)
  const order = {
    type: 'INTERACTIONS' as const,
    schema: parseSchema(interactionsSchema),
    ...{ rowsFile, merged: [], others: [] },
    ...{ segmentFile, temporaryFile: join(directory, `${name}.new`), temporaryDirectory: directory, memoryMb: 256 },
  }
  const counts = await foldSegment(order, { priority: 'low', log: silentLog, ownBytesMax })
  const stored = await inDuckDb(order, async connection => {
    const reader = await connection.runAndReadAll(`select USER_ID, ITEM_ID, TIMESTAMP from '${segmentFile}'`)
    return reader.getRows()
  })
  return { counts, stored }
}

test('a segment is the same, whoever writes it', async () => {
  const byProcess = await folded('process', 0)
  assert.deepEqual(byProcess.stored[1], ['bob', 'item-1', 1_700_000_001n])
  assert.equal(byProcess.counts.rowCount, 3)
  assert.deepEqual(await folded('server', 1e6), byProcess)
})
