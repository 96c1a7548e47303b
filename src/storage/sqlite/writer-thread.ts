/**
 * The writing thread: the only connection that writes. Takes batches of units, applies each in a savepoint, commits and
 * syncs once, and only then answers. A FULL commit can hold its thread for 4 ms and more; here it holds nobody's event loop.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { crashPoint } from '../../base/crash-points.ts'
import { bound, openDatabase, type Row } from './database.ts'
import type { Outcome, Unit, Write } from './write-batch.ts'

class Conflict extends Error {}

const uniqueViolations = new Set([1555, 2067])

const database = openDatabase((workerData as { path: string }).path)
const statements = new Map<string, ReturnType<typeof database.prepare>>()

function prepared(sql: string): ReturnType<typeof database.prepare> {
  const known = statements.get(sql) ?? database.prepare(sql)
  statements.set(sql, known)
  return known
}

function apply(write: Write): readonly Row[] {
  const statement = prepared(write.sql)
  const rows = statement.all(bound(write.values)) as Row[]
  if (write.expectedChanges !== undefined) {
    const { changed } = prepared('select changes() as changed').get() as { changed: number }
    if (changed !== write.expectedChanges) throw new Conflict()
  }
  return rows
}

const isConflict = (error: unknown): boolean =>
  error instanceof Conflict || uniqueViolations.has((error as { errcode?: number }).errcode ?? 0)

function applyUnit({ number, writes }: Unit): Outcome {
  database.exec('savepoint unit')
  try {
    const rows = writes.map(apply)
    database.exec('release unit')
    return { number, rows }
  } catch (error) {
    database.exec('rollback to unit; release unit')
    if (isConflict(error)) return { number, rows: [], conflict: true }
    return { number, rows: [], error: (error as Error).message }
  }
}

/** Looking for jobs changes nothing most of the time, and then there is nothing to lose in a crash. */
function changeCount(): number {
  return (prepared('select total_changes() as total').get() as { total: number }).total
}

function applyBatch(units: readonly Unit[]): readonly Outcome[] {
  try {
    database.exec('begin immediate')
    const countBefore = changeCount()
    const outcomes = units.map(applyUnit)
    const hasChanged = changeCount() !== countBefore
    if (hasChanged) crashPoint('records.before-commit')
    database.exec('commit')
    if (hasChanged) crashPoint('records.after-commit')
    return outcomes
  } catch (error) {
    // A full or failing disk: nothing of the batch is in force, and its callers are told so.
    if (database.isTransaction) database.exec('rollback')
    return units.map(({ number }) => ({ number, rows: [], error: (error as Error).message }))
  }
}

parentPort?.on('message', (message: readonly Unit[] | 'close') => {
  if (message === 'close') {
    database.close()
    parentPort?.close()
  } else {
    parentPort?.postMessage(applyBatch(message))
  }
})
