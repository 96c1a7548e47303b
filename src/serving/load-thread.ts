/**
 * Loads one model in a thread of its own: reads the file, checks its checksum, puts the catalogue in order, and hands the
 * memory over without copying. The event loop of the server does none of it.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { ArtifactDamaged, readArtifact } from '../artifacts/reader.ts'
import type { LoadMessage } from './load-message.ts'
import { derivedFrom, type LoadedModel } from './warm-model.ts'

const { path, checksum } = workerData as { readonly path: string; readonly checksum: string }

function damageIn(error: unknown): string {
  if (error instanceof ArtifactDamaged) return error.message
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `model file ${path}: it is missing`
  throw error
}

/** Everything the thread allocated for the model; all views on the file share one buffer. */
const buffersOf = ({ artifact, bases }: LoadedModel): ArrayBuffer[] => {
  const views = [
    ...artifact.arrays.values(),
    ...[bases?.known, bases?.cold].flatMap(base => (base ? [base.scores, base.order] : [])),
  ]
  return [...new Set(views.map(view => view.buffer))]
}

try {
  const loaded = derivedFrom(await readArtifact(path, checksum))
  parentPort?.postMessage({ loaded } satisfies LoadMessage, buffersOf(loaded))
} catch (error) {
  parentPort?.postMessage({ damage: damageIn(error) } satisfies LoadMessage)
}
