/** What every adapter of the `records` port must do. An adapter's test calls this with a way to open an empty store. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { RecordReader, Records, ResourceRecord } from './records.ts'

export interface OpenedRecords {
  readonly records: Records
  close(): Promise<void>
}

export const exampleRecord = (name: string, given: Partial<ResourceRecord> = {}): ResourceRecord => ({
  arn: `arn:aws:personalize:us-east-1:000000000000:campaign/${name}`,
  kind: 'campaign',
  account: '000000000000',
  region: 'us-east-1',
  name,
  parent: 'arn:solution',
  group: 'arn:group',
  status: 'CREATE PENDING',
  createdAtMs: 1000,
  updatedAtMs: 1000,
  version: 0,
  body: { campaignConfig: { itemExplorationConfig: { explorationWeight: '0.1' } } },
  ...given,
})

const insert = (records: Records, ...all: readonly ResourceRecord[]) =>
  records.transact(async () => ({
    changes: all.map(record => ({ type: 'insert', record }) as const),
    result: undefined,
  }))

async function read(records: RecordReader, arn: string): Promise<ResourceRecord> {
  const record = await records.get(arn)
  assert.ok(record, `no record ${arn}`)
  return record
}

const list = { kind: 'campaign', account: '000000000000', region: 'us-east-1' } as const

export function recordsContract(adapter: string, open: () => Promise<OpenedRecords>): void {
  const contract = (what: string, run: (records: Records) => Promise<void>) =>
    test(`${adapter}: ${what}`, async () => {
      const opened = await open()
      try {
        await run(opened.records)
      } finally {
        await opened.close()
      }
    })

  contract('gives back a record as it was inserted, at version 1', async records => {
    const record = exampleRecord('one')
    await insert(records, record)
    assert.deepEqual(await records.get(record.arn), { ...record, version: 1 })
    assert.equal(await records.get(`${record.arn}x`), undefined)
  })

  contract('an update replaces the record and counts its version', async records => {
    const { arn } = exampleRecord('one')
    await insert(records, exampleRecord('one'))
    await records.transact(async reader => {
      const record = { ...(await read(reader, arn)), status: 'ACTIVE', updatedAtMs: 2000, body: { a: [1, null] } }
      return { changes: [{ type: 'update', record }], result: undefined }
    })
    const now = await read(records, arn)
    assert.deepEqual([now.status, now.updatedAtMs, now.version, now.body], ['ACTIVE', 2000, 2, { a: [1, null] }])
  })

  contract('a stale update runs its work again on what is there now', async records => {
    const { arn } = exampleRecord('one')
    await insert(records, exampleRecord('one'))
    const stale = await read(records, arn)
    await records.transact(async reader => ({
      changes: [{ type: 'update', record: { ...(await read(reader, arn)), status: 'ACTIVE' } }],
      result: undefined,
    }))
    const seen: number[] = []
    await records.transact(async reader => {
      const record = seen.length === 0 ? stale : await read(reader, arn)
      seen.push(record.version)
      return { changes: [{ type: 'update', record: { ...record, name: 'renamed' } }], result: undefined }
    })
    assert.deepEqual(seen, [1, 2])
    assert.equal((await read(records, arn)).name, 'renamed')
  })

  contract('a record read before is read as every transaction since left it', async records => {
    const record = exampleRecord('one')
    const [seen, changing] = [[] as unknown[], new AbortController()]
    const look = async () => seen.push((await records.get(record.arn))?.name)
    /** Reads again and again while transactions are on their way. */
    const looking = (async () => {
      while (!changing.signal.aborted) {
        await records.get(record.arn)
        await setImmediate()
      }
    })()
    await look()
    await insert(records, record)
    await look()
    for (const name of ['second', 'third']) {
      await records.transact(async reader => ({
        changes: [{ type: 'update', record: { ...(await read(reader, record.arn)), name } }],
        result: undefined,
      }))
      await look()
    }
    await records.transact(async reader => ({
      changes: [{ type: 'remove', record: await read(reader, record.arn) }],
      result: undefined,
    }))
    await look()
    changing.abort()
    await looking
    assert.deepEqual(seen, [undefined, 'one', 'second', 'third', undefined])
  })

  contract('what one reader does to a record, no other sees', async records => {
    const { arn, body } = exampleRecord('one')
    await insert(records, exampleRecord('one'))
    const config = (await read(records, arn)).body.campaignConfig as Record<string, unknown>
    try {
      config.itemExplorationConfig = 'changed'
    } catch (error) {
      assert.ok(error instanceof TypeError)
    }
    assert.deepEqual((await read(records, arn)).body, body)
  })

  contract('of two that insert one ARN, the second sees the first', async records => {
    const outcomes = await Promise.all(
      ['first', 'second'].map(name =>
        records.transact<string>(async reader => {
          const record = exampleRecord('one', { name })
          if (await reader.get(record.arn)) return { changes: [], result: 'taken' }
          return { changes: [{ type: 'insert', record }], result: 'inserted' }
        }),
      ),
    )
    assert.deepEqual(outcomes.sort(), ['inserted', 'taken'])
  })

  contract('changes of one transaction apply together or not at all', async records => {
    await insert(records, exampleRecord('one'))
    let runs = 0
    const both = records.transact(async () => {
      runs++
      const taken = runs > 3 ? [] : [{ type: 'insert', record: exampleRecord('one') } as const]
      return { changes: [{ type: 'insert', record: exampleRecord('two') } as const, ...taken], result: runs }
    })
    assert.equal(await both, 4)
    assert.equal(await records.count(list), 2)
  })

  contract('work that throws changes nothing and does not hold up the next', async records => {
    await assert.rejects(
      records.transact(async () => {
        throw new Error('refused')
      }),
      /refused/,
    )
    await insert(records, exampleRecord('one'))
    assert.equal(await records.count(list), 1)
  })

  contract('tags are put, replaced, taken away, and go with their record', async records => {
    const { arn } = exampleRecord('one')
    const tags = (...all: [string, string][]) => all.map(([tagKey, tagValue]) => ({ tagKey, tagValue }))
    await records.transact(async () => ({
      changes: [{ type: 'insert', record: exampleRecord('one'), tags: tags(['a', '1'], ['b', '2']) }],
      result: undefined,
    }))
    await records.transact(async () => ({
      changes: [
        { type: 'tag', arn, tags: tags(['b', '3'], ['c', '4']) },
        { type: 'untag', arn, tagKeys: ['a', 'unknown'] },
      ],
      result: undefined,
    }))
    assert.deepEqual(await records.tagsOf(arn), tags(['b', '3'], ['c', '4']))
    await records.transact(async reader => ({
      changes: [{ type: 'remove', record: await read(reader, arn) }],
      result: undefined,
    }))
    assert.deepEqual([await records.get(arn), await records.tagsOf(arn)], [undefined, []])
  })

  contract('lists select by owner, parent, group and status, in three orders', async records => {
    await insert(
      records,
      exampleRecord('b', { createdAtMs: 1 }),
      exampleRecord('a', { createdAtMs: 2, status: 'ACTIVE' }),
      exampleRecord('c', { createdAtMs: 3, parent: 'arn:other' }),
      exampleRecord('d', { arn: 'arn:elsewhere', region: 'eu-west-1' }),
      exampleRecord('e', { arn: 'arn:stranger', account: '111111111111' }),
    )
    const names = async (query: Partial<Parameters<Records['list']>[0]>) =>
      (await records.list({ ...list, ...query })).map(record => record.name).join('')
    assert.equal(await names({}), 'abc')
    assert.equal(await names({ order: 'oldest' }), 'bac')
    assert.equal(await names({ order: 'newest' }), 'cab')
    assert.equal(await names({ parent: 'arn:other' }), 'c')
    assert.equal(await names({ group: 'arn:group', statuses: ['ACTIVE'] }), 'a')
    assert.equal(await records.count({ ...list, statuses: ['ACTIVE', 'CREATE PENDING'] }), 3)
  })
}
