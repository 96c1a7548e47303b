/**
 * Opens the kernels over one shared memory: the relaxed SIMD module where the engine has it, the plain SIMD one where not
 * or where the same bytes are wanted on every processor (relaxed_madd may round differently), the plain TypeScript where
 * there is no SIMD at all. Threads open the same memory and allocate in the range they are given.
 */

import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { Arena, type MemoryRange } from './arena.ts'
import type { Kernels } from './kernels.ts'
import { plainKernels } from './plain-kernels.ts'

const pageBytes = 65536
/** Offsets have 32 bits. */
export const byteCountLimit = 65536 * pageBytes

export type KernelBackend = 'wide-simd' | 'relaxed-simd' | 'simd' | 'plain'
type CompiledBackend = Exclude<KernelBackend, 'plain'>

export interface KernelSpace {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly arena: Arena
  readonly backend: KernelBackend
  readonly isRelaxed: boolean
}

export interface KernelOptions {
  /** Size of a new memory, up to 4 GiB. Pages that nobody touches cost address space alone. */
  readonly byteCountMax?: number
  /** A memory that another thread opened; then `range` is the part of it this thread allocates in. */
  readonly memory?: WebAssembly.Memory
  readonly range?: MemoryRange
  /** The same bytes on every processor: never relaxed SIMD. */
  readonly deterministic?: boolean
  /** For tests and benches; by default the fastest there is. */
  readonly backend?: KernelBackend
  /** All of the module with the best of the engine's compilers before the first call, in place of what turns out to be used. */
  readonly isCompiledAtOnce?: boolean
}

/** (func (result v128) three splats, f32x4.relaxed_madd) */
const relaxedProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 1, 253, 17, 65, 1, 253, 17, 65, 1, 253, 17, 253, 133, 2, 11],
)
/** (func (result v128) one splat) */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 1, 253, 17, 11],
)

const files: Readonly<Record<CompiledBackend, string>> = {
  'wide-simd': './kernels-wide.wasm',
  'relaxed-simd': './kernels-relaxed.wasm',
  simd: './kernels.wasm',
}
const modules = new Map<string, WebAssembly.Module>()

/** Compiled once a thread: under a millisecond, and the engine caches the code across threads. */
function moduleOf(backend: CompiledBackend, isCompiledAtOnce: boolean): WebAssembly.Module {
  if (isCompiledAtOnce) for (const flag of ['--no-liftoff', '--no-wasm-lazy-compilation']) setFlagsFromString(flag)
  const module = modules.get(backend) ?? new WebAssembly.Module(readFileSync(new URL(files[backend], import.meta.url)))
  modules.set(backend, module)
  return module
}

/** Engines before V8 11.4 have relaxed SIMD behind a flag, which must be set before anything is compiled. */
function hasRelaxedSimd(): boolean {
  if (!WebAssembly.validate(relaxedProbe)) setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(relaxedProbe)
}

/** What threads that are started later are told of this process. */
const widthKey = 'attune: vectors are wide'

/**
 * Lets the engine merge pairs of 128-bit operations into 256-bit ones, in this process and the threads it starts, before
 * any kernel is opened: products of matrices are 1.8 times as fast, and the results the same. V8 calls it experimental;
 * `src/training/wide-vectors.ts` holds it against the narrow ones first.
 */
export function widenVectors(): void {
  setFlagsFromString('--experimental-wasm-revectorize')
  setEnvironmentData(widthKey, true)
}

/** Takes that back for what is compiled from now on. */
export function narrowVectors(): void {
  setFlagsFromString('--no-experimental-wasm-revectorize')
  setEnvironmentData(widthKey, false)
}

function chosenBackend({ backend, deterministic = false }: KernelOptions): KernelBackend {
  if (backend !== undefined) return backend
  if (!WebAssembly.validate(simdProbe)) return 'plain'
  if (deterministic || !hasRelaxedSimd()) return 'simd'
  return getEnvironmentData(widthKey) === true ? 'wide-simd' : 'relaxed-simd'
}

function newMemory(byteCount: number): WebAssembly.Memory {
  if (byteCount > byteCountLimit) {
    throw new RangeError(`${byteCount} bytes asked; a memory of kernels holds ${byteCountLimit} at most`)
  }
  const pages = Math.ceil(byteCount / pageBytes)
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels =>
  new WebAssembly.Instance(module, { env: { memory }, hoisted: { zero: 0, zeroBits: 0 } }).exports as unknown as Kernels

const defaultByteCount = 256 * 1024 * 1024

export function openKernels(options: KernelOptions = {}): KernelSpace {
  const backend = chosenBackend(options)
  const memory = options.memory ?? newMemory(options.byteCountMax ?? defaultByteCount)
  const kernels =
    backend === 'plain'
      ? plainKernels(memory)
      : instantiate(moduleOf(backend, options.isCompiledAtOnce ?? false), memory)
  const arena = new Arena(memory, options.range)
  return { kernels, memory, arena, backend, isRelaxed: backend === 'relaxed-simd' || backend === 'wide-simd' }
}
