/**
 * Has a profile loaded elsewhere and takes over what was found: a large one in a process of its own, since threads of the
 * server that sort and count would be as urgent as the one that answers requests; a small one in a thread, which
 * starts sooner. Where there is nothing to read, nothing is started.
 */

import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUuid } from '../base/random.ts'
import { siblingModule } from '../base/sibling-module.ts'
import { siblingThread } from '../base/sibling-thread.ts'
import type { ChildOrder } from '../jobs/child.ts'
import { launch } from '../jobs/launch.ts'
import { Starved } from '../jobs/starvation.ts'
import { emptyProfile } from '../profiles/empty-profile.ts'
import type { ProfileParts } from '../profiles/group-profile.ts'
import { unpackArrays } from './packed-arrays.ts'
import type { ReadOrder, ReadSpec } from './read-spec.ts'

export interface LoadMeans extends Pick<ChildOrder<ReadOrder>, 'priority' | 'signal' | 'log'> {
  /** Bytes of segments up to which a thread reads them. */
  readonly threadBytesMax?: number
}

/** Read in less time than a process takes to start. */
const threadBytesMax = 1024 * 1024

const childModule = siblingModule(import.meta.url, './profile-child')

export async function loadProfile(spec: ReadSpec, means: LoadMeans): Promise<ProfileParts> {
  const { items, users, interactions } = spec
  const files = [items, users, interactions].flatMap(source => source.files)
  if (files.length === 0) {
    return emptyProfile({ items: items.columns, users: users.columns, interactions: interactions.columns })
  }
  const sizes = await Promise.all(files.map(async file => (await stat(file)).size))
  const byteCount = sizes.reduce((sum, size) => sum + size, 0)
  return byteCount <= (means.threadBytesMax ?? threadBytesMax) ? loadInThread(spec) : loadInChild(spec, means)
}

const loadInThread = (spec: ReadSpec): Promise<ProfileParts> =>
  new Promise((resolve, reject) => {
    const worker = siblingThread(import.meta.url, './load-thread', spec)
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this changes nothing.
    worker.once('exit', code => reject(new Error(`the thread that loads a profile ended with code ${code}`)))
  })

/** A load that other programs left no processor begins again, with a share: nobody else does it for it, as the engine does for jobs. */
async function launchAgain(order: ChildOrder<ReadOrder>): Promise<unknown> {
  try {
    return await launch<ReadOrder, unknown>(order)
  } catch (error) {
    if (error instanceof Starved) return launch<ReadOrder, unknown>(order)
    throw error
  }
}

async function loadInChild(spec: ReadSpec, { priority, signal, log }: LoadMeans): Promise<ProfileParts> {
  await mkdir(spec.temporaryDirectory, { recursive: true })
  const packedFile = join(spec.temporaryDirectory, `profile-${randomUuid()}`)
  const order = { module: childModule, spec: { spec, packedFile }, onProgress: () => undefined, priority, signal, log }
  try {
    return (await unpackArrays(await launchAgain(order), packedFile)) as ProfileParts
  } finally {
    await rm(packedFile, { force: true })
  }
}
