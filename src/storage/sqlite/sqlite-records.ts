/**
 * Records over one reading connection here and the writing thread. Transactions of this process run one after another,
 * from the first read of their work to the sync of their commit, so every check in the work still holds when it commits.
 * Versions are checked all the same: they are what will hold when several processes share a store.
 */

import type { Change, RecordReader, Records, ResourceRecord, Tag, Transaction } from '../records.ts'
import { bound, type Database, type Row } from './database.ts'
import { jobWrites } from './job-rows.ts'
import { countSelection, listSelection, recordColumns, recordOf, recordWrites, type Selection } from './record-rows.ts'
import type { Write } from './write-batch.ts'
import { WriteConflict, type Writer } from './writer.ts'

/** Re-runs of one transaction before it gives up: each means that somebody else made progress. */
const attemptsMax = 20

const writesOf = (change: Change): readonly Write[] => recordWrites(change) ?? jobWrites(change) ?? []

export class SqliteRecords implements Records {
  readonly #reader: Database
  readonly #writer: Writer
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(reader: Database, writer: Writer) {
    this.#reader = reader
    this.#writer = writer
  }

  async get(arn: string): Promise<ResourceRecord | undefined> {
    const [row] = this.#rows({ sql: `select ${recordColumns} from records where arn = $1`, values: [arn] })
    return row && recordOf(row)
  }

  async list(query: Parameters<RecordReader['list']>[0]): Promise<readonly ResourceRecord[]> {
    return this.#rows(listSelection(query)).map(recordOf)
  }

  async count(query: Parameters<RecordReader['count']>[0]): Promise<number> {
    return this.#rows(countSelection(query))[0]?.count as number
  }

  async everyOne(kind: ResourceRecord['kind']): Promise<readonly ResourceRecord[]> {
    const sql = `select ${recordColumns} from records where kind = $1 order by arn`
    return this.#rows({ sql, values: [kind] }).map(recordOf)
  }

  async tagsOf(arn: string): Promise<readonly Tag[]> {
    const sql = 'select tag_key, tag_value from tags where arn = $1 order by tag_key'
    return this.#rows({ sql, values: [arn] }).map(row => ({
      tagKey: row.tag_key as string,
      tagValue: row.tag_value as string,
    }))
  }

  transact<T>(work: (read: RecordReader) => Promise<Transaction<T>>): Promise<T> {
    const turn = this.#last.then(() => this.#attempt(work))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async close(): Promise<void> {
    await this.#last
  }

  async #attempt<T>(work: (read: RecordReader) => Promise<Transaction<T>>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { changes, result } = await work(this)
      try {
        if (changes.length > 0) await this.#writer.write(changes.flatMap(writesOf))
        return result
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === attemptsMax) throw error
      }
    }
  }

  #rows({ sql, values }: Selection): Row[] {
    const statement = this.#statements.get(sql) ?? this.#reader.prepare(sql)
    this.#statements.set(sql, statement)
    return statement.all(bound(values)) as Row[]
  }
}
