/**
 * Everything between a put and the segments, joined: the log, the profiles, the folding, and an eye on the records, so that
 * profiles follow imports and the log lets go of datasets that are gone.
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { randomUuid } from '../base/random.ts'
import type { Settings } from '../config.ts'
import type { JobKind } from '../jobs/job-kind.ts'
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
  readonly settings: Pick<Settings, 'foldDelayMs' | 'workMemoryMb'>
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

export function createLiveData(parts: LiveDataParts): LiveData {
  const { dataDirectory, eventLog, settings, clock, log, jobsChanged } = parts
  const memoryMb = settings.workMemoryMb
  const profiles = new LiveProfiles({ dataDirectory, records: parts.records, eventLog, log, memoryMb })
  const complain = (what: string) => (error: unknown) => log.error({ err: error }, what)

  const see = (change: Change): void => {
    if (change.type !== 'insert' && change.type !== 'update' && change.type !== 'remove') return
    const { kind, group, arn } = change.record
    if (kind === 'dataset-group' && change.type === 'remove') profiles.forget(arn)
    if (kind !== 'dataset') return
    profiles.changed(group ?? '').catch(complain('could not look whether a profile is current'))
    if (change.type !== 'remove') return
    eventLog
      .release(streamOf(change.record), Number.POSITIVE_INFINITY)
      .catch(complain('could not give up the stream of a deleted dataset'))
  }
  const records = observed(parts.records, changes => changes.forEach(see))
  const folding = createFolding({ dataDirectory, records, eventLog, clock, memoryMb })

  /** Datasets with a fold job on the way. */
  const queued = new Set<string>()
  const queueFold = async (datasetArn: string): Promise<void> => {
    if (queued.has(datasetArn)) return
    queued.add(datasetArn)
    const nowMs = clock.nowMs()
    const dueAtMs = nowMs + settings.foldDelayMs
    const subject = `${datasetArn}#fold`
    const job = {
      id: randomUuid(),
      kind: 'fold',
      resource: datasetArn,
      subject,
      payload: {},
      createdAtMs: nowMs,
      dueAtMs,
    }
    try {
      await records.transact(async () => ({ changes: [{ type: 'enqueue', job }], result: undefined }))
      jobsChanged()
    } catch (error) {
      queued.delete(datasetArn)
      throw error
    }
  }
  const onStreamed = ({ arn }: ResourceRecord): void => {
    queueFold(arn).catch(complain('could not queue the folding of a stream'))
  }

  const start = async (): Promise<void> => {
    const datasets = await parts.records.everyOne('dataset')
    const byStream = new Map(datasets.map(record => [streamOf(record), record]))
    for (const [stream, last] of eventLog.streams()) {
      const dataset = byStream.get(stream)
      const through = dataset ? (sourceBodyOf(dataset).foldedThrough ?? 0) : Number.POSITIVE_INFINITY
      await eventLog.release(stream, through)
      if (dataset && last > through) await queueFold(dataset.arn)
    }
  }

  return {
    records,
    profiles,
    events: createEvents({ eventLog, profiles, onStreamed }),
    folding,
    foldKind: foldJobKind({ folding, onBegin: datasetArn => queued.delete(datasetArn) }),
    start,
    close: async () => {
      await profiles.close()
      await eventLog.close()
    },
  }
}
