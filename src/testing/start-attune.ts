/**
 * What the package exports: a server of its own for a test, in the test's process, on a free port and a temporary data
 * directory that `close` removes. Any number of them run side by side.
 *
 *     const attune = await startAttune({ seed: 7, clock: '2026-01-01T00:00:00Z' })
 *     const personalize = new PersonalizeClient(attune.client)
 *     await attune.advance({ days: 7 })
 *     await attune.close()
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Attune, startAttune as startServer } from '../attune.ts'
import { environmentFor } from '../cli/env.ts'
import { defaultSettings, type Settings } from '../config.ts'
import { parseS3Url } from '../storage/s3-url.ts'
import { checkedFault } from './checked-fault.ts'
import type { Fault, FaultState } from './faults.ts'
import { type Duration, millisecondsOf, momentMs } from './moments.ts'
import type { TestControls } from './test-mode.ts'

export type { Settings } from '../config.ts'
export type { Fault, FaultState, OperationFault, ResourceFault } from './faults.ts'
export type { Duration } from './moments.ts'

export interface StartOptions {
  /** Of trainings and identifiers; 1 by default. */
  readonly seed?: number
  /** Where the server's clock starts; absent: now. It runs from there. */
  readonly clock?: Date | string
  /** The clock stands still until it is turned. */
  readonly clockStopped?: boolean
  readonly faults?: readonly Fault[]
  /** Kept at the end; absent: a temporary one, removed. */
  readonly dataDirectory?: string
  /** Over the defaults and over what suits tests: no quotas, no minimum of data, deletions at once, work that is not put off. */
  readonly settings?: Partial<Settings>
}

export interface KeyPair {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface TestAttune extends AsyncDisposable {
  readonly url: string
  readonly dataDirectory: string
  /** For the constructors of the SDK's clients. */
  readonly client: { readonly endpoint: string; readonly region: string; readonly credentials: KeyPair }
  /** For child processes: endpoint, region and keys as the SDKs and the CLI read them. */
  readonly env: Readonly<Record<string, string>>
  /** By the server's clock. */
  now(): Date
  /** Turns the clock; resolves when the work that falls into that time is done. */
  advance(by: Duration): Promise<void>
  turnTo(moment: Date | string): Promise<void>
  /** Resolves when nothing is queued or running that does not wait for the clock. */
  quiet(): Promise<void>
  /** In place of those set before. */
  setFaults(faults: readonly Fault[]): void
  faults(): readonly FaultState[]
  /** Puts an object where imports find it. `location` is `s3://bucket/key`, and is given back. */
  putObject(location: string, body: string | Uint8Array): Promise<string>
  close(): Promise<void>
}

const suitedToTests = {
  port: 0,
  testMode: true,
  quotas: 'unlimited',
  deleteDelayMs: 0,
  importInteractionsMin: 1,
  trainInteractionsMin: 1,
  trainUsersMin: 1,
  trainColdItemsMin: 0,
  // Tests run beside each other and keep all processors busy: what is left of them may be nothing.
  jobPriority: 'low',
} as const satisfies Partial<Settings>

const isoOf = (moment: Date | string): string => new Date(moment).toISOString()

function settingsFor(data: string, options: StartOptions): Settings {
  const { seed, clock, clockStopped } = options
  return {
    ...defaultSettings,
    ...suitedToTests,
    data,
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { testClock: isoOf(clock) }),
    ...(clockStopped === undefined ? {} : { testClockStopped: clockStopped }),
    ...options.settings,
  }
}

async function putBelow(dataDirectory: string, location: string, body: string | Uint8Array): Promise<string> {
  const place = parseS3Url(location)
  if (!place) throw new Error(`${location} is not of the form s3://bucket/key with a bucket of two characters or more`)
  const path = join(dataDirectory, 'buckets', place.bucket, place.key)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, body)
  return location
}

function credentialsIn(env: Readonly<Record<string, string>>): KeyPair {
  return { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' }
}

function handleOf(attune: Attune, test: TestControls, settings: Settings, isTemporary: boolean): TestAttune {
  const env = environmentFor({ settings })
  const close = async (): Promise<void> => {
    await attune.close()
    if (isTemporary) await rm(settings.data, { recursive: true, force: true })
  }
  return {
    url: attune.url,
    dataDirectory: settings.data,
    client: { endpoint: attune.url, region: settings.region, credentials: credentialsIn(env) },
    env,
    now: () => new Date(test.clock.nowMs()),
    advance: async by => test.turnTo(test.clock.nowMs() + millisecondsOf(by)),
    turnTo: async moment => test.turnTo(momentMs(moment, test.clock.nowMs())),
    quiet: () => test.quiet(),
    setFaults: faults => test.faults.set(faults.map(checkedFault)),
    faults: () => test.faults.states(),
    putObject: (location, body) => putBelow(settings.data, location, body),
    close,
    [Symbol.asyncDispose]: close,
  }
}

export async function startAttune(options: StartOptions = {}): Promise<TestAttune> {
  const { dataDirectory } = options
  const faults = (options.faults ?? []).map(checkedFault)
  if (dataDirectory !== undefined) return startIn(dataDirectory, options, faults)
  const temporary = await mkdtemp(join(tmpdir(), 'attune-'))
  try {
    return await startIn(temporary, options, faults)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

async function startIn(data: string, options: StartOptions, faults: readonly Fault[]): Promise<TestAttune> {
  const settings = settingsFor(data, options)
  const attune = await startServer({ settings })
  if (!attune.test) {
    await attune.close()
    throw new Error('startAttune needs the test mode; do not set testMode to false')
  }
  attune.test.faults.set(faults)
  return handleOf(attune, attune.test, settings, options.dataDirectory === undefined)
}
