/**
 * The server as a parts list, read from top to bottom: where data rest, who may call, what answers, what works in the
 * background, and the door. Nothing else joins parts. `close` takes them down in the opposite order.
 */

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from './base/clock.ts'
import { type Ids, randomIds } from './base/ids.ts'
import { createLog, type Log } from './base/log.ts'
import type { Settings } from './config.ts'
import { loadProfilesOfCampaigns, withFoldedStreams, withProfileLoaded } from './events/around-jobs.ts'
import { createLiveData } from './events/live-data.ts'
import { exportJobKind } from './exports/export-job.ts'
import { clockExtensions } from './extensions/clock.ts'
import { faultExtensions } from './extensions/faults.ts'
import { importReportExtension } from './extensions/import-report.ts'
import { jobsExtension } from './extensions/jobs.ts'
import { whyExtension } from './extensions/why/why.ts'
import { whyHeader } from './extensions/why/why-header.ts'
import { importJobKind } from './imports/import-job.ts'
import { createJobEngine } from './jobs/engine.ts'
import type { JobKind } from './jobs/job-kind.ts'
import { deleteJobKind } from './lifecycle/delete-job.ts'
import { scheduleTrainingJobKind } from './lifecycle/schedule-training-job.ts'
import { scheduleUpdateJobKind } from './lifecycle/schedule-update-job.ts'
import { settleJobKind } from './lifecycle/settle-job.ts'
import { sweep } from './lifecycle/sweep.ts'
import { synchroniseJobKind } from './lifecycle/synchronise-job.ts'
import { automaticVersion } from './operations/automatic-version.ts'
import type { OperationContext } from './operations/context.ts'
import { operations } from './operations/table.ts'
import { GivenAnswers } from './profiles/given-answers.ts'
import { RecentAnswers } from './profiles/recent-answers.ts'
import { createServing } from './serving/create-serving.ts'
import { deployJobKind } from './serving/deploy-job.ts'
import type { Serving } from './serving/serving.ts'
import { type BlobConfiguration, createBlobAccess } from './storage/blob-access.ts'
import { openFileAnswerRing } from './storage/files/file-answer-ring.ts'
import { openFileEventLog } from './storage/files/file-event-log.ts'
import { KeyFile } from './storage/files/key-file.ts'
import type { JobQueue, JobView } from './storage/job-queue.ts'
import { openSqlite } from './storage/sqlite/open-sqlite.ts'
import { withFaultyWork } from './testing/faulty-jobs.ts'
import { withFaultyCalls } from './testing/faulty-operations.ts'
import { controlsOf, openTestMode, type TestControls } from './testing/test-mode.ts'
import { refreshJobKind } from './training/refresh-job.ts'
import { trainingJobKind } from './training/training-job.ts'
import type { Credentials } from './wire/credentials.ts'
import type { Extension } from './wire/extension.ts'
import { startServer } from './wire/server.ts'

export interface Configuration {
  readonly settings: Settings
  /** From the configuration file. */
  readonly roles?: BlobConfiguration['roles']
  readonly s3?: BlobConfiguration['s3']
  /** A pair from the environment; it is used beside those of the key file. */
  readonly key?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly clock?: Clock
}

export interface Attune {
  readonly url: string
  readonly port: number
  /** What `GET /attune/jobs` tells this account and region. */
  jobs(account: string, region: string): Promise<readonly JobView[]>
  /** In the test mode. */
  readonly test?: TestControls
  close(): Promise<void>
}

export const keyFileOf = (dataDirectory: string): string => join(dataDirectory, 'keys.json')
export const endpointFileOf = (dataDirectory: string): string => join(dataDirectory, 'endpoint.json')

function credentialsOf({ settings, key }: Configuration, clock: Clock): Credentials {
  const file = new KeyFile(keyFileOf(settings.data))
  if (!key) file.createIfAbsent(settings.account, clock.nowMs())
  return {
    find: id => (id === key?.accessKeyId ? { ...key, account: settings.account } : file.find(id)),
  }
}

interface KindParts {
  readonly settings: Settings
  readonly clock: Clock
  readonly ids: Ids
  readonly live: ReturnType<typeof createLiveData>
  readonly serving: Serving
  readonly givenAnswers: GivenAnswers
  readonly blobs: BlobConfiguration
}

/** What works in the background. */
function kindsOf({ settings, clock, ids, live, serving, givenAnswers, blobs }: KindParts): readonly JobKind[] {
  const { dataDirectory } = blobs
  return [
    settleJobKind({ settings }),
    deleteJobKind({
      dataDirectory,
      onUsersGo: group => givenAnswers.forget(group),
      onFileGone: file => serving.forget(file),
    }),
    synchroniseJobKind(settings),
    scheduleTrainingJobKind({ settings, newVersion: automaticVersion(ids) }),
    scheduleUpdateJobKind(settings),
    withFoldedStreams(importJobKind({ settings, blobs, clock }), live.folding),
    withFoldedStreams(exportJobKind({ settings, blobs, clock }), live.folding),
    withFoldedStreams(trainingJobKind({ dataDirectory, settings, clock }), live.folding),
    withFoldedStreams(
      refreshJobKind({
        ...{ dataDirectory, settings },
        warm: artifact => serving.warm(artifact),
        forget: file => serving.forget(file),
      }),
      live.folding,
    ),
    withProfileLoaded(deployJobKind({ serving, settings, clock }), live.profiles),
    live.foldKind,
  ]
}

interface Given {
  readonly answers: RecentAnswers
  readonly givenAnswers: GivenAnswers
}

/** What was answered: some in memory, more on disk. Memory gets what former servers answered while requests are answered. */
async function openGiven({ data, answersBytesMax }: Settings, log: Log): Promise<Given> {
  const answers = new RecentAnswers()
  if (answersBytesMax === 0) return { answers, givenAnswers: new GivenAnswers(undefined) }
  const onTrouble = (what: string, error?: unknown) => log.warn({ ...(error !== undefined && { err: error }) }, what)
  const options = { directory: join(data, 'answers'), byteCountMax: answersBytesMax, onTrouble }
  const givenAnswers = new GivenAnswers(await openFileAnswerRing(options))
  givenAnswers.recall(answers).catch(error => onTrouble('former answers cannot be read', error))
  return { answers, givenAnswers }
}

const extensionsOf = (queue: JobQueue, test: TestControls | undefined): readonly Extension<OperationContext>[] => [
  jobsExtension(queue),
  importReportExtension,
  whyExtension,
  ...(test ? [...clockExtensions(test), ...faultExtensions(test.faults)] : []),
]

/** Further calls wait for the same end. */
function once(work: () => Promise<void>): () => Promise<void> {
  let under: Promise<void> | undefined
  return () => {
    under ??= work()
    return under
  }
}

export async function startAttune(configuration: Configuration): Promise<Attune> {
  const { settings, roles, s3 } = configuration
  const mode = settings.testMode ? openTestMode(settings) : undefined
  const clock = mode?.clock ?? configuration.clock ?? systemClock
  const ids = mode?.ids ?? randomIds
  const dataDirectory = settings.data
  const log: Log = createLog(settings.logLevel)

  const store = await openSqlite(dataDirectory)
  const { queue } = store
  await sweep({ dataDirectory, records: store.records, log })
  const live = createLiveData({
    ...{ dataDirectory, records: store.records, settings, clock, log, jobsChanged: () => engine.changed() },
    eventLog: await openFileEventLog(join(dataDirectory, 'events')).catch(async error => {
      await store.close()
      throw error
    }),
  })
  const { records, events, profiles } = live
  const blobConfiguration: BlobConfiguration = { dataDirectory, settings, roles: roles ?? {}, s3: s3 ?? {} }
  const serving = createServing({ dataDirectory, settings, log })

  const given = await openGiven(settings, log)
  const { givenAnswers } = given
  const kinds = kindsOf({ settings, clock, ids, live, serving, givenAnswers, blobs: blobConfiguration })
  const faultyKinds = mode ? withFaultyWork(kinds, mode.faults) : kinds
  const engine = createJobEngine({ records, queue, kinds: faultyKinds, clock, log, settings })
  const test = mode && controlsOf(mode, engine)

  const blobs = createBlobAccess(blobConfiguration)
  const jobsChanged = () => engine.changed()
  const parts = { clock, ids, log, settings, records, jobsChanged, blobs, serving, events, profiles, ...given }
  await live.start()
  const server = await startServer<OperationContext>({
    operations: mode ? withFaultyCalls(operations, mode.faults) : operations,
    extensions: extensionsOf(queue, test),
    contextFor: (caller, requestId) => ({ ...parts, caller, requestId }),
    headersFor: whyHeader,
    credentials: credentialsOf(configuration, clock),
    settings,
    // Requests are signed at the time of their clients, whatever the clock of the test mode says.
    clock: mode ? systemClock : clock,
    log,
  }).catch(async error => {
    await live.close()
    await store.close()
    throw error
  })
  await loadProfilesOfCampaigns(records, profiles, log)
  engine.start()
  const endpoint = { url: server.url, pid: process.pid }
  await writeFile(endpointFileOf(dataDirectory), `${JSON.stringify(endpoint, undefined, 2)}\n`)

  const close = once(async () => {
    await server.close()
    await engine.stop()
    await serving.close()
    await givenAnswers.close()
    await live.close()
    await store.close()
    await rm(endpointFileOf(dataDirectory), { force: true })
  })
  return {
    url: server.url,
    port: server.port,
    jobs: (account, region) => queue.list(account, region),
    ...(test && { test }),
    close,
  }
}
