/**
 * What a put does once its rows are right: on disk first, then into the profile, then the answer. So an answer means that
 * the rows survive kill -9 and that the very next request sees them.
 */

import type { EventLog } from '../storage/event-log.ts'
import type { ResourceRecord } from '../storage/records.ts'
import { type ProfileType, profileTypes } from './apply-rows.ts'
import { streamOf } from './group-source.ts'
import type { LiveProfiles } from './live-profiles.ts'
import { encodeRows, type Row } from './properties.ts'

export interface Events {
  /** Resolves when the rows are on disk and seen by the next request. */
  put(dataset: ResourceRecord, rows: readonly Row[]): Promise<void>
}

interface LiveEventsParts {
  readonly eventLog: EventLog
  readonly profiles: Pick<LiveProfiles, 'streamed'>
  /** Tells whoever brings streams into segments that there is something to bring. */
  readonly onStreamed: (dataset: ResourceRecord) => void
}

export const createEvents = ({ eventLog, profiles, onStreamed }: LiveEventsParts): Events => ({
  put: async (dataset, rows) => {
    const stream = streamOf(dataset)
    const sequence = await eventLog.append(stream, encodeRows(rows))
    const type = dataset.body.datasetType as ProfileType
    if (profileTypes.includes(type)) profiles.streamed(dataset.group ?? '', { type, stream, sequence, rows })
    onStreamed(dataset)
  },
})
