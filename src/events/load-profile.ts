/** Starts the thread that loads a profile, and takes what it hands over. Where there is nothing to read, nothing is started. */

import { siblingThread } from '../base/sibling-thread.ts'
import { emptyProfile } from '../profiles/empty-profile.ts'
import type { ProfileParts } from '../profiles/group-profile.ts'
import type { ReadSpec } from './read-spec.ts'

export const loadProfile = async (spec: ReadSpec): Promise<ProfileParts> => {
  const { items, users, interactions } = spec
  const isEmpty = [items, users, interactions].every(({ files }) => files.length === 0)
  if (!isEmpty) return loadInThread(spec)
  return emptyProfile({ items: items.columns, users: users.columns, interactions: interactions.columns })
}

const loadInThread = (spec: ReadSpec): Promise<ProfileParts> =>
  new Promise((resolve, reject) => {
    const worker = siblingThread(import.meta.url, './load-thread', spec)
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this changes nothing.
    worker.once('exit', code => reject(new Error(`the thread that loads a profile ended with code ${code}`)))
  })
