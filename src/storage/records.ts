/**
 * Port: where resources, tags and jobs rest. One record is one resource of the API; jobs live in the same store so that
 * the status of a resource and of the work behind it commit together.
 *
 * Reads see everything committed. Writes happen only in `transact`: the work function reads, checks and returns
 * changes, which are applied and synced as one; when a record it depended on moved meanwhile (insert of an ARN that
 * exists, update or removal at an old version) the work function runs again from the start. So checks written in the
 * work function hold at the moment of the commit. `transact` resolves only after the commit is on disk.
 */

import type { ResourceKind } from '../resources/resource.ts'

export type { ResourceKind } from '../resources/resource.ts'

export interface ResourceRecord {
  readonly arn: string
  readonly kind: ResourceKind
  readonly account: string
  readonly region: string
  readonly name: string
  /** ARN of the resource that lists of this kind filter by: the dataset group, solution, dataset or solution version. */
  readonly parent: string | null
  /** The dataset group everything hangs on; null for schemas and groups themselves. */
  readonly group: string | null
  /** API status text; null for schemas, which have none. */
  readonly status: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** Counts commits of this record; compare-and-set key. 0 in a record not yet inserted. */
  readonly version: number
  /** Members of the Describe answer as given, plus private members; answers are cut to the declared shape. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface ListQuery {
  readonly kind: ResourceKind
  readonly account: string
  readonly region: string
  readonly parent?: string
  readonly group?: string
  readonly statuses?: readonly string[]
  /** `name` sorts by name, the others by creation time; ties by ARN. */
  readonly order?: 'name' | 'oldest' | 'newest'
  /** Keyset of the last record of the previous page. */
  readonly after?: { readonly key: string | number; readonly arn: string }
  readonly limit?: number
}

export interface Tag {
  readonly tagKey: string
  readonly tagValue: string
}

export interface NewJob {
  readonly id: string
  /** Name of a registered job kind. */
  readonly kind: string
  /** ARN of the resource whose status the job drives. */
  readonly resource: string
  /** Jobs of one subject run one at a time, oldest first: imports of a dataset have the dataset's ARN here. */
  readonly subject: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly createdAtMs: number
  /** Not claimed before this moment. */
  readonly dueAtMs: number
}

export type Change =
  | { readonly type: 'insert'; readonly record: ResourceRecord; readonly tags?: readonly Tag[] }
  /** Replaces the record; `record.version` is the version that was read. */
  | { readonly type: 'update'; readonly record: ResourceRecord }
  /** Removes the record and its tags. */
  | { readonly type: 'remove'; readonly record: ResourceRecord }
  | { readonly type: 'tag'; readonly arn: string; readonly tags: readonly Tag[] }
  | { readonly type: 'untag'; readonly arn: string; readonly tagKeys: readonly string[] }
  | { readonly type: 'enqueue'; readonly job: NewJob }
  | { readonly type: 'complete-job'; readonly jobId: string }
  /** Asks the jobs of a resource to stop: queued ones are dropped, a running one has its signal aborted. */
  | { readonly type: 'cancel-jobs'; readonly resource: string; readonly kinds?: readonly string[] }

export interface RecordReader {
  get(arn: string): Promise<ResourceRecord | undefined>
  list(query: ListQuery): Promise<readonly ResourceRecord[]>
  count(query: Omit<ListQuery, 'order' | 'after' | 'limit'>): Promise<number>
  tagsOf(arn: string): Promise<readonly Tag[]>
}

export interface Transaction<T> {
  readonly changes: readonly Change[]
  readonly result: T
}

export interface Records extends RecordReader {
  transact<T>(work: (read: RecordReader) => Promise<Transaction<T>>): Promise<T>
  /** Every record of a kind, of all accounts and regions: for the server's own chores, never on behalf of a caller. */
  everyOne(kind: ResourceKind): Promise<readonly ResourceRecord[]>
  close(): Promise<void>
}
