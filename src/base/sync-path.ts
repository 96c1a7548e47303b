/**
 * What is to outlast a power cut, beside the bytes of a file: names. A file that was made or renamed is found again only once
 * its folder is synced, and that folder, where it is new, once the one above it is.
 */

import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Brings to disk what a file holds, or which names a folder holds. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a folder, and those above it, unless they are there. */
export async function makeLastingFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true })
  if (made === undefined) return
  const first = resolve(made)
  for (let folder = resolve(path); folder.length >= first.length; folder = dirname(folder))
    await syncPath(dirname(folder))
}
