/**
 * Records over one reading connection here and the writing thread. Transactions of this process run one after another,
 * from the first read of their work to the sync of their commit, so every check in the work still holds when it commits.
 * Versions are checked all the same: they are what will hold when several processes share a store.
 *
 * Records asked for by their ARN are remembered until a transaction names them: every request asks for two or three, and
 * reading one costs more than checking a signature.
 */

import type { Change, RecordReader, Records, ResourceRecord, Tag, Transaction } from '../records.ts'
import { bound, type Database, type Row } from './database.ts'
import { jobWrites } from './job-rows.ts'
import { countSelection, listSelection, recordColumns, recordOf, recordWrites, type Selection } from './record-rows.ts'
import type { Write } from './write-batch.ts'
import { WriteConflict, type Writer } from './writer.ts'

/** Of records that were asked for last; a record is some two kilobytes. */
const rememberedMax = 1000

/** Re-runs of one transaction before it gives up: each means that somebody else made progress. */
const attemptsMax = 20

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

const writesOf = (change: Change): readonly Write[] => recordWrites(change) ?? jobWrites(change) ?? []

export class SqliteRecords implements Records {
  readonly #reader: Database
  readonly #writer: Writer
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>()
  /** In the order in which they were read. */
  readonly #remembered = new Map<string, ResourceRecord>()
  /** Of the transaction that is being written. */
  readonly #changing = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(reader: Database, writer: Writer) {
    this.#reader = reader
    this.#writer = writer
  }

  async get(arn: string): Promise<ResourceRecord | undefined> {
    const known = this.#remembered.get(arn)
    if (known) return known
    const [row] = this.#rows({ sql: `select ${recordColumns} from records where arn = $1`, values: [arn] })
    return row && this.#remember(recordOf(row))
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
      for (const change of changes) if ('record' in change) this.#change(change.record.arn)
      try {
        if (changes.length > 0) await this.#writer.write(changes.flatMap(writesOf))
        return result
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === attemptsMax) throw error
      } finally {
        this.#changing.clear()
      }
    }
  }

  /** From here to the end of the write, and after one that failed, what is on disk is read. */
  #change(arn: string): void {
    this.#changing.add(arn)
    this.#remembered.delete(arn)
  }

  /** Shared from here on, so nobody may change it. */
  #remember(record: ResourceRecord): ResourceRecord {
    if (this.#changing.has(record.arn)) return record
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear()
    this.#remembered.set(record.arn, frozen(record))
    return record
  }

  #rows({ sql, values }: Selection): Row[] {
    const statement = this.#statements.get(sql) ?? this.#reader.prepare(sql)
    this.#statements.set(sql, statement)
    return statement.all(bound(values)) as Row[]
  }
}
