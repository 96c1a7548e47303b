/**
 * The embedded store of a data directory: `attune.db`, locked for one server. Whatever was running when the last process
 * ended is back in the queue before anybody can claim.
 */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobQueue } from '../job-queue.ts'
import type { Records } from '../records.ts'
import { openDatabase, openReader } from './database.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { dropCancelled, releaseAll } from './job-rows.ts'
import { migrate } from './migrations.ts'
import { SqliteJobQueue } from './sqlite-job-queue.ts'
import { SqliteRecords } from './sqlite-records.ts'
import { Writer } from './writer.ts'

export interface SqliteStore {
  readonly records: Records
  readonly queue: JobQueue
  close(): Promise<void>
}

/** Throws a plain message when another server holds the directory. */
export async function openSqlite(directory: string): Promise<SqliteStore> {
  await mkdir(directory, { recursive: true })
  const lock = lockDirectory(directory)
  try {
    return await openLocked(join(directory, 'attune.db'), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openLocked(path: string, lock: DirectoryLock): Promise<SqliteStore> {
  const first = openDatabase(path)
  migrate(first)
  first.close()
  const writer = new Writer(path)
  await writer.write([releaseAll, dropCancelled])
  const reader = openReader(path)
  const records = new SqliteRecords(reader, writer)
  return {
    records,
    queue: new SqliteJobQueue(reader, writer),
    close: async () => {
      await records.close()
      await writer.close()
      reader.close()
      lock.release()
    },
  }
}
