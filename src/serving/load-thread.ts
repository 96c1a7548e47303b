/**
 * Loads one model in a thread of its own: reads the file, checks its checksum, prepares what answers go by, and hands the
 * memory over without copying. The event loop of the server does none of it.
 */

import { parentPort, workerData } from 'node:worker_threads'
import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import { type Artifact, ArtifactDamaged, readArtifact } from '../artifacts/reader.ts'
import { modelOf } from '../artifacts/recommender-artifact.ts'
import { inSharedMemory, sharedBuffer } from '../base/shared-arrays.ts'
import { preparedFor, productCountOf } from './blend-scorer.ts'
import type { LoadMessage, LoadThreadData } from './load-message.ts'

const { path, checksum, threadFrom } = workerData as LoadThreadData

function damageIn(error: unknown): string {
  if (error instanceof ArtifactDamaged) return error.message
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `model file ${path}: it is missing`
  throw error
}

/** All views on the file share one buffer, and what was prepared may be such a view. */
const buffersOf = ({ arrays }: Artifact, prepared: PreparedBlend | undefined): ArrayBuffer[] => [
  ...new Set([...arrays.values(), ...viewsIn(prepared)].map(view => view.buffer).filter(isOfOneThread)),
]

const isOfOneThread = (buffer: ArrayBufferLike): buffer is ArrayBuffer => buffer instanceof ArrayBuffer

/** The file of a model whose histories take so many products has a number for each at least. */
const bytesPerProduct = Float32Array.BYTES_PER_ELEMENT

const allocate = (byteCount: number): ArrayBuffer =>
  threadFrom > 0 && byteCount >= bytesPerProduct * threadFrom ? sharedBuffer(byteCount) : new ArrayBuffer(byteCount)

/** The arrays of plain data; a memory of kernels is shared and stays. */
function viewsIn(value: unknown): readonly ArrayBufferView<ArrayBuffer>[] {
  if (ArrayBuffer.isView(value)) return isOfOneThread(value.buffer) ? [value as ArrayBufferView<ArrayBuffer>] : []
  if (typeof value !== 'object' || value === null || value instanceof WebAssembly.Memory) return []
  return Object.values(value).flatMap(viewsIn)
}

try {
  const artifact = await readArtifact(path, checksum, allocate)
  const model = modelOf(artifact)
  const isShared = threadFrom > 0 && productCountOf(model) >= threadFrom
  const own = preparedFor(model, isShared ? 2 : 1)
  const prepared = isShared ? inSharedMemory(own) : own
  parentPort?.postMessage({ artifact, prepared, isShared } satisfies LoadMessage, buffersOf(artifact, prepared))
} catch (error) {
  parentPort?.postMessage({ damage: damageIn(error) } satisfies LoadMessage)
}
