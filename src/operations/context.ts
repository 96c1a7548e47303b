/** What a handler is given besides its input: who calls, and the parts of the server it may use. */

import type { Clock } from '../base/clock.ts'
import type { Ids } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { Settings } from '../config.ts'
import type { Events } from '../events/live-events.ts'
import type { GivenAnswers } from '../profiles/given-answers.ts'
import type { Profiles } from '../profiles/profile.ts'
import type { RecentAnswers } from '../profiles/recent-answers.ts'
import type { Serving } from '../serving/serving.ts'
import type { BlobAccess } from '../storage/blobs.ts'
import type { Records } from '../storage/records.ts'

export interface Caller {
  readonly accessKeyId: string
  /** Twelve digits. */
  readonly account: string
  /** The region the request was signed for. */
  readonly region: string
}

export interface OperationContext {
  readonly requestId: string
  readonly caller: Caller
  readonly clock: Clock
  /** Identifiers that clients see. */
  readonly ids: Ids
  readonly log: Log
  readonly settings: Settings
  readonly records: Records
  /** Tells the engine that a transaction enqueued or cancelled jobs, so that it looks at once. */
  readonly jobsChanged: () => void
  readonly blobs: BlobAccess
  readonly serving: Serving
  readonly events: Events
  readonly profiles: Profiles
  readonly answers: RecentAnswers
  /** Where they are kept for whoever asks why. */
  readonly givenAnswers?: GivenAnswers
}
