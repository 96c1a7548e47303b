/**
 * The one door to node:sqlite. Newer releases call the class `Database` and keep `DatabaseSync` as its old name; WAL with
 * `synchronous=FULL` syncs the log before a commit returns, so what was acknowledged survives a power cut.
 */

import * as sqlite from 'node:sqlite'

export type Database = sqlite.DatabaseSync
export type Value = string | number | null
export type Row = Readonly<Record<string, Value>>

const Database = (sqlite as unknown as { Database?: typeof sqlite.DatabaseSync }).Database ?? sqlite.DatabaseSync

/** How long a connection waits for another one's lock: a checkpoint of the writer, at most. */
const busyTimeoutMs = 5000

export function openDatabase(path: string): Database {
  const database = new Database(path, { timeout: busyTimeoutMs })
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  return database
}

export const openReader = (path: string): Database => new Database(path, { readOnly: true, timeout: busyTimeoutMs })

/** For locks alone: nothing is ever written, and a lock that is taken is reported at once. */
export const openPlain = (path: string): Database => new Database(path, { timeout: 0 })

/** Statements name their parameters $1, $2 … as PostgreSQL does. */
export const bound = (values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value]))
