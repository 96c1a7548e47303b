/** Loads one profile in a thread of its own and hands its memory over without copying. */

import { parentPort, workerData } from 'node:worker_threads'
import { readProfile } from './read-profile.ts'
import type { ReadSpec } from './read-spec.ts'

/** Every array below a value, each once. */
function buffersIn(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffersIn(part, found)
  return found
}

const parts = await readProfile(workerData as ReadSpec)
parentPort?.postMessage(parts, [...buffersIn(parts)])
