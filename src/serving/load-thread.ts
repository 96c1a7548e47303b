/**
 * Loads one model in a thread of its own: reads the file, checks its checksum, and hands the memory over without copying.
 * The event loop of the server does none of it.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { type Artifact, ArtifactDamaged, readArtifact } from '../artifacts/reader.ts'
import type { LoadMessage } from './load-message.ts'

const { path, checksum } = workerData as { readonly path: string; readonly checksum: string }

function damageIn(error: unknown): string {
  if (error instanceof ArtifactDamaged) return error.message
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `model file ${path}: it is missing`
  throw error
}

/** All views on the file share one buffer. */
const buffersOf = ({ arrays }: Artifact): ArrayBuffer[] => [
  ...new Set(Array.from(arrays.values(), view => view.buffer)),
]

try {
  const artifact = await readArtifact(path, checksum)
  parentPort?.postMessage({ artifact } satisfies LoadMessage, buffersOf(artifact))
} catch (error) {
  parentPort?.postMessage({ damage: damageIn(error) } satisfies LoadMessage)
}
