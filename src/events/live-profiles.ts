/**
 * The profiles of all dataset groups: loaded at the first need, kept current by what is streamed, loaded anew after an
 * import.
 *
 *     asked for ─▶ loading ─▶ live ─▶ (an import, another schema) loading beside the live one ─▶ live, the next
 *
 * While one loads, what is acknowledged gathers beside it. The order that nothing is lost in and nothing counted twice:
 * hold the log, read the records, load their segments, read the log from where the segments end, then what gathered.
 */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../base/log.ts'
import { UsedMap } from '../base/used-map.ts'
import type { Priority } from '../jobs/priority.ts'
import { LiveProfile } from '../profiles/group-profile.ts'
import type { GroupProfile, Profiles } from '../profiles/profile.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { RecordReader } from '../storage/records.ts'
import { applyRow, type ProfileType } from './apply-rows.ts'
import { type GroupSource, groupSource, signatureIn } from './group-source.ts'
import { loadProfile } from './load-profile.ts'
import { decodeRows, type Row } from './properties.ts'

export interface LiveProfilesParts {
  readonly dataDirectory: string
  readonly records: RecordReader
  readonly eventLog: EventLog
  readonly log: Log
  /** What reading one may take, and what all of them may keep. */
  readonly memoryMb: number
  readonly keptMb: number
  /** In the test mode the request after an import sees it. Elsewhere it is answered from what there is, without a wait. */
  readonly waitsForImports: boolean
  /** Of loads that nobody waits for. */
  readonly priority: Priority
}

/** One acknowledged append. */
export interface Streamed {
  readonly type: ProfileType
  readonly stream: string
  readonly sequence: number
  readonly rows: readonly Row[]
}

interface Group {
  profile?: LiveProfile
  signature?: string
  /** Streamed interactions that came with the load: another one would find them in the log again. */
  streamedAtLoad: number
  /** Sequence up to which the profile has each stream. */
  applied: Map<string, number>
  loading?: Promise<LiveProfile>
  /** Where requests wait for imports: resolves when the load has ended, or takes too long. */
  fresh?: Promise<unknown>
  /** Acknowledged while loading. */
  gathered: Streamed[]
}

/** Streamed interactions, beside a quarter of the loaded ones, after which a new load is worth its while. */
const streamedMax = 200_000

/** Calls applied before other requests get their turn. */
const appliedAtOnce = 16

const bytesPerMb = 1024 * 1024

/** Longest wait of a request for what an import brought, where requests wait for it at all. */
const freshWaitMs = 5000

export class LiveProfiles implements Profiles {
  readonly #parts: LiveProfilesParts
  readonly #groups = new UsedMap<string, Group>()
  #lastLoad: Promise<unknown> = Promise.resolve()
  readonly #closing = new AbortController()

  constructor(parts: LiveProfilesParts) {
    this.#parts = parts
  }

  async of(datasetGroupArn: string): Promise<GroupProfile> {
    await this.#groups.get(datasetGroupArn)?.fresh
    // Looked up after the wait, and nothing is waited for before a load is begun: two who ask at once share it.
    const group = this.#groups.use(datasetGroupArn)
    return group?.profile ?? group?.loading ?? this.#load(datasetGroupArn)
  }

  /** Called once per append, in the order of their sequences, before the answer to the client. */
  streamed(datasetGroupArn: string, streamed: Streamed): void {
    const group = this.#groups.get(datasetGroupArn)
    if (!group) return
    if (group.loading) group.gathered.push(streamed)
    if (group.profile) apply(group.profile, group.applied, streamed)
  }

  /** A dataset of the group was imported to, given another schema, made or deleted; or its stream went into a segment. */
  async changed(datasetGroupArn: string): Promise<void> {
    const group = this.#groups.get(datasetGroupArn)
    if (!group || group.loading || this.#closing.signal.aborted) return
    const signature = await signatureIn(this.#parts.records, datasetGroupArn)
    const { loaded, streamed } = group.profile?.counts ?? { loaded: 0, streamed: 0 }
    const isWorthIt = streamed - group.streamedAtLoad > Math.max(streamedMax, loaded / 4)
    const isStale = signature !== group.signature || isWorthIt
    if (isStale && !group.loading && !this.#closing.signal.aborted) void this.#load(datasetGroupArn)
  }

  /** Drops those that were unused for longest; each comes back when asked for. The one just loaded stays. */
  #evict(loaded: Group): void {
    const bytesOf = ({ profile }: Group): number => profile?.byteCount ?? 0
    let total = this.#groups.values().reduce((sum, group) => sum + bytesOf(group), 0)
    for (const [datasetGroupArn, group] of this.#groups.entries()) {
      if (total <= this.#parts.keptMb * bytesPerMb) return
      if (group === loaded || group.loading) continue
      total -= bytesOf(group)
      this.#groups.delete(datasetGroupArn)
    }
  }

  forget(datasetGroupArn: string): void {
    this.#groups.delete(datasetGroupArn)
  }

  /** Loads that have begun are given up, and have ended before their store does. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#lastLoad
  }

  #load(datasetGroupArn: string): Promise<LiveProfile> {
    if (this.#closing.signal.aborted) return Promise.reject(new Error('the server is closing'))
    const group: Group = this.#groups.get(datasetGroupArn) ?? { applied: new Map(), streamedAtLoad: 0, gathered: [] }
    this.#groups.set(datasetGroupArn, group)
    // One at a time: a restarted server with many groups does not read all of them at once.
    const loading = this.#lastLoad.then(() => this.#loadInto(group, datasetGroupArn))
    group.loading = loading
    if (this.#parts.waitsForImports) {
      group.fresh = Promise.race([loading.catch(() => undefined), sleep(freshWaitMs, undefined, { ref: false })])
    }
    const complain = (error: unknown, what: string): void => {
      if (!this.#closing.signal.aborted) this.#parts.log.error({ err: error, datasetGroupArn }, what)
    }
    this.#lastLoad = loading
      .then(
        () => {
          this.#evict(group)
          return this.changed(datasetGroupArn)
        },
        error => {
          complain(error, 'could not load a profile')
          if (!group.profile) this.#groups.delete(datasetGroupArn)
        },
      )
      // The next load waits for this, whatever became of it.
      .catch(error => complain(error, 'could not look whether a profile is current'))
    return loading
  }

  async #loadInto(group: Group, datasetGroupArn: string): Promise<LiveProfile> {
    const { eventLog, records, dataDirectory, memoryMb } = this.#parts
    const letGo = eventLog.hold()
    try {
      const source = await groupSource(records, datasetGroupArn, dataDirectory)
      const temporaryDirectory = join(dataDirectory, 'work', 'profiles')
      const spec = { ...source.spec, temporaryDirectory, memoryMb }
      // Somebody waits for the first one.
      const priority: Priority = group.profile ? this.#parts.priority : 'normal'
      const means = { priority, signal: this.#closing.signal, log: this.#parts.log }
      const profile = new LiveProfile(await loadProfile(spec, means))
      const applied = await this.#catchUp(profile, source)
      await this.#applyGathered(group, profile, applied)
      // Again, and without waiting until the swap: one more may have come with the turn that led here.
      for (const streamed of group.gathered.splice(0)) apply(profile, applied, streamed)
      const streamedAtLoad = profile.counts.streamed
      Object.assign(group, { profile, applied, streamedAtLoad, signature: source.signature })
      return profile
    } finally {
      group.loading = undefined
      group.fresh = undefined
      group.gathered = []
      await letGo()
    }
  }

  /** Some at a time, while more may come. */
  async #applyGathered(group: Group, profile: LiveProfile, applied: Map<string, number>): Promise<void> {
    for (let batch = group.gathered.splice(0); batch.length > 0; batch = group.gathered.splice(0)) {
      for (const [at, streamed] of batch.entries()) {
        apply(profile, applied, streamed)
        if (at % appliedAtOnce === appliedAtOnce - 1) await new Promise(setImmediate)
      }
    }
  }

  async #catchUp(profile: LiveProfile, { streams }: GroupSource): Promise<Map<string, number>> {
    const applied = new Map(streams.map(({ stream, foldedThrough }) => [stream, foldedThrough]))
    for (const { type, stream, foldedThrough } of streams) {
      for await (const entries of this.#parts.eventLog.read(stream, foldedThrough)) {
        for (const { sequence, payload } of entries) {
          apply(profile, applied, { type, stream, sequence, rows: decodeRows(payload) })
        }
      }
    }
    return applied
  }
}

/** Streams the profile was not loaded with are of a dataset that came or went since: the next load has them. */
function apply(profile: LiveProfile, applied: Map<string, number>, { type, stream, sequence, rows }: Streamed): void {
  const before = applied.get(stream)
  if (before === undefined || sequence <= before) return
  for (const row of rows) applyRow(profile, type, row)
  applied.set(stream, sequence)
}
