/**
 * Whether this process trains on vectors of 256 bits. V8 merges pairs of WebAssembly's 128-bit operations by an option it calls
 * experimental, so nothing is taken on trust: before a training, both builds of the kernels compute the same made-up task with
 * the engine's best code. The wide one is taken if it gives the same bytes in less time, else the option is taken back.
 */

import { exercise, exerciseBytes } from '../kernels/exercise.ts'
import { gemmWorkspaceBytes } from '../kernels/kernels.ts'
import { type KernelSpace, narrowVectors, openKernels, widenVectors } from '../kernels/wasm-kernels.ts'

/** Wide vectors are to save a tenth at least; on a processor without them the wide build is slower. */
const timeShareMax = 0.9
const roundCount = 8

/** Before any kernel is opened. True if vectors are wide from now on, in this process and the threads it starts. */
export function useWideVectors(): boolean {
  const narrow = openKernels({ byteCountMax: exerciseBytes, isCompiledAtOnce: true })
  if (narrow.backend !== 'relaxed-simd') return false
  widenVectors()
  const wide = openKernels({ byteCountMax: exerciseBytes, backend: 'wide-simd', isCompiledAtOnce: true })
  if (isSame(narrow, wide) && isFaster(wide, narrow)) return true
  narrowVectors()
  return false
}

const bytesOf = (space: KernelSpace): Buffer => Buffer.from(exercise(space).buffer)

/** Two rounds, since the first one may run other code than those after it. */
export const isSame = (one: KernelSpace, other: KernelSpace): boolean =>
  [1, 2].every(() => bytesOf(one).equals(bytesOf(other)))

/** Products of matrices decide; each side by its best round, in turns, so that other work on the machine meets both. */
function isFaster(wide: KernelSpace, narrow: KernelSpace): boolean {
  let [wideMs, narrowMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < roundCount; round++) {
    wideMs = Math.min(wideMs, productMs(wide))
    narrowMs = Math.min(narrowMs, productMs(narrow))
  }
  return wideMs < timeShareMax * narrowMs
}

const [rows, columns, depth] = [132, 256, 64]

function productMs({ kernels, arena }: KernelSpace): number {
  const mark = arena.mark()
  const [a, b, c] = [
    arena.f32(rows * depth).offset,
    arena.f32(depth * columns).offset,
    arena.f32(rows * columns).offset,
  ]
  const workspace = arena.bytes(gemmWorkspaceBytes)
  const started = performance.now()
  for (let call = 0; call < 5; call++)
    kernels.gemm(rows, columns, depth, a, depth, 1, b, columns, 1, c, columns, 0, workspace)
  const took = performance.now() - started
  arena.release(mark)
  return took
}
