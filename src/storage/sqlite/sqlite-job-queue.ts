/** The job queue over the same two connections. See job-rows.ts for what a claim means. */

import type { Job, JobQueue, JobView, Progress } from '../job-queue.ts'
import { bound, type Database, type Row } from './database.ts'
import {
  claimJob,
  dropCancelled,
  failJob,
  heartbeat,
  jobOf,
  releaseExpired,
  retryJob,
  viewColumns,
  viewOf,
} from './job-rows.ts'
import type { Writer } from './writer.ts'

export class SqliteJobQueue implements JobQueue {
  readonly #reader: Database
  readonly #writer: Writer

  constructor(reader: Database, writer: Writer) {
    this.#reader = reader
    this.#writer = writer
  }

  async claim(kinds: readonly string[], holder: string, nowMs: number, leaseUntilMs: number): Promise<Job | undefined> {
    if (kinds.length === 0) return undefined
    const [rows] = await this.#writer.write([claimJob(kinds, holder, nowMs, leaseUntilMs)])
    return rows?.[0] && jobOf(rows[0])
  }

  async heartbeat(jobId: string, holder: string, leaseUntilMs: number, progress?: Progress) {
    const text = progress ? JSON.stringify(progress) : null
    const [rows] = await this.#writer.write([heartbeat(jobId, holder, leaseUntilMs, text)])
    return { held: rows?.length === 1, cancel: rows?.[0]?.cancel_requested === 1 }
  }

  async retry(jobId: string, dueAtMs: number, error: string): Promise<void> {
    await this.#writer.write([retryJob(jobId, dueAtMs, error, false), dropCancelled])
  }

  async giveBack(jobId: string, dueAtMs: number, reason?: string): Promise<void> {
    await this.#writer.write([retryJob(jobId, dueAtMs, reason ?? null, true), dropCancelled])
  }

  async fail(jobId: string, error: string): Promise<void> {
    await this.#writer.write([failJob(jobId, error)])
  }

  async releaseExpired(nowMs: number): Promise<number> {
    const [rows] = await this.#writer.write([releaseExpired(nowMs), dropCancelled])
    return rows?.length ?? 0
  }

  async nextDueAtMs(nowMs: number): Promise<number | undefined> {
    const sql = `select min(due_at_ms) as due from jobs where state = 'queued' and due_at_ms > $1`
    const row = this.#reader.prepare(sql).get(bound([nowMs]))
    return (row?.due ?? undefined) as number | undefined
  }

  async list(account: string, region: string): Promise<readonly JobView[]> {
    const sql = `select ${viewColumns} from jobs where resource like $1 escape '\\' order by sequence`
    const pattern = `arn:%:personalize:${region.replaceAll('_', '\\_')}:${account}:%`
    return (this.#reader.prepare(sql).all(bound([pattern])) as Row[]).map(viewOf)
  }
}
