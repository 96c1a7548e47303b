/**
 * Everything between a put and the segments, joined: the log, the profiles, the folding, and an eye on the records, so that
 * profiles follow imports and the log lets go of datasets that are gone.
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { randomUuid } from '../base/random.ts'
import type { Settings } from '../config.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import { priorityOfJobs } from '../jobs/priority.ts'
import type { Profiles } from '../profiles/profile.ts'
import type { EventLog } from '../storage/event-log.ts'
import { observed } from '../storage/observed-records.ts'
import type { Change, Records, ResourceRecord } from '../storage/records.ts'
import { createFolding, type Folding } from './fold.ts'
import { foldJobKind } from './fold-job.ts'
import { sourceBodyOf, streamOf } from './group-source.ts'
import { createEvents, type Events } from './live-events.ts'
import { LiveProfiles } from './live-profiles.ts'

export interface LiveDataParts {
  readonly dataDirectory: string
  readonly records: Records
  readonly eventLog: EventLog
  readonly settings: Pick<Settings, 'foldDelayMs' | 'workMemoryMb' | 'jobPriority' | 'profileMemoryMb' | 'testMode'>
  readonly clock: Clock
  readonly log: Log
  readonly jobsChanged: () => void
}

export interface LiveData {
  /** To be used by everybody: what is committed through it is seen here. */
  readonly records: Records
  readonly profiles: Profiles
  readonly events: Events
  readonly folding: Folding
  readonly foldKind: JobKind
  /** Once, before requests: gives up what the log holds of segments and of the dead, and queues the rest for folding. */
  start(): Promise<void>
  close(): Promise<void>
}

type Complain = (what: string) => (error: unknown) => void

interface Watchers {
  readonly profiles: LiveProfiles
  readonly eventLog: EventLog
  readonly forget: Folding['forget']
  readonly complain: Complain
}

/** Profiles follow what is committed, and log and folding let go of what is gone. */
const watching =
  ({ profiles, eventLog, forget, complain }: Watchers) =>
  (change: Change): void => {
    if (change.type !== 'insert' && change.type !== 'update' && change.type !== 'remove') return
    const { kind, group, arn } = change.record
    if (kind === 'dataset-group' && change.type === 'remove') profiles.forget(arn)
    if (kind !== 'dataset') return
    profiles.changed(group ?? '').catch(complain('could not look whether a profile is current'))
    if (change.type !== 'remove') return
    eventLog
      .release(streamOf(change.record), Number.POSITIVE_INFINITY)
      .catch(complain('could not give up the stream of a deleted dataset'))
    forget(arn).catch(complain('could not remove all files of a deleted dataset'))
  }

/** Fold jobs: one on the way per dataset that was streamed to. */
class FoldQueue {
  readonly #parts: Pick<LiveDataParts, 'settings' | 'clock' | 'jobsChanged' | 'records'>
  readonly #queued = new Set<string>()

  constructor(parts: Pick<LiveDataParts, 'settings' | 'clock' | 'jobsChanged' | 'records'>) {
    this.#parts = parts
  }

  /** Rows that come from here on need a job of their own. */
  begin(datasetArn: string): void {
    this.#queued.delete(datasetArn)
  }

  async add(datasetArn: string): Promise<void> {
    if (this.#queued.has(datasetArn)) return
    this.#queued.add(datasetArn)
    const { settings, clock, records, jobsChanged } = this.#parts
    const nowMs = clock.nowMs()
    const when = { createdAtMs: nowMs, dueAtMs: nowMs + settings.foldDelayMs }
    const subject = `${datasetArn}#fold`
    const job = { id: randomUuid(), kind: 'fold', resource: datasetArn, subject, payload: {}, ...when }
    try {
      await records.transact(async () => ({ changes: [{ type: 'enqueue', job }], result: undefined }))
      jobsChanged()
    } catch (error) {
      this.#queued.delete(datasetArn)
      throw error
    }
  }
}

/** Gives up what the log holds of segments and of the dead, and queues the rest for folding. */
async function takeUp(records: Records, eventLog: EventLog, queue: FoldQueue): Promise<void> {
  const datasets = await records.everyOne('dataset')
  await eventLog.advance(Math.max(0, ...datasets.map(record => sourceBodyOf(record).foldedThrough ?? 0)))
  const byStream = new Map(datasets.map(record => [streamOf(record), record]))
  for (const [stream, last] of eventLog.streams()) {
    const dataset = byStream.get(stream)
    const through = dataset ? (sourceBodyOf(dataset).foldedThrough ?? 0) : Number.POSITIVE_INFINITY
    await eventLog.release(stream, through)
    if (dataset && last > through) await queue.add(dataset.arn)
  }
}

export function createLiveData(parts: LiveDataParts): LiveData {
  const { dataDirectory, eventLog, settings, clock, log } = parts
  const memoryMb = settings.workMemoryMb
  const complain: Complain = what => error => log.error({ err: error }, what)
  const bounds = {
    memoryMb,
    keptMb: settings.profileMemoryMb,
    waitsForImports: settings.testMode,
    priority: priorityOfJobs(settings),
  }
  const profiles = new LiveProfiles({ dataDirectory, records: parts.records, eventLog, log, ...bounds })
  const see = watching({ profiles, eventLog, forget: arn => folding.forget(arn), complain })
  const records = observed(parts.records, changes => changes.forEach(see))
  const folding = createFolding({ dataDirectory, records, eventLog, clock, memoryMb, log, priority: bounds.priority })
  const queue = new FoldQueue({ ...parts, records })
  const onStreamed = ({ arn }: ResourceRecord): void => {
    queue.add(arn).catch(complain('could not queue the folding of a stream'))
  }
  return {
    records,
    profiles,
    events: createEvents({ eventLog, profiles, onStreamed }),
    folding,
    foldKind: foldJobKind({ folding, onBegin: datasetArn => queue.begin(datasetArn) }),
    start: () => takeUp(records, eventLog, queue),
    close: async () => {
      await profiles.close()
      await eventLog.close()
    },
  }
}
