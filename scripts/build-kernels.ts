/**
 * `node scripts/build-kernels.ts`: compiles `src/kernels/assembly` into the modules that lie beside the kernels: plain
 * SIMD, relaxed SIMD, and relaxed SIMD with tiles for an engine that merges vectors. Same sources and compiler give the same bytes; a unit test rebuilds and compares, so run this
 * after every change below `src/kernels/assembly` and commit what it writes.
 */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'))

/** No objects and no statics, only offsets and locals: that is what lets many threads share one memory. */
const flags = [
  ...['-O3', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ...['--enable', 'simd', '--enable', 'threads'],
  // Functions that hand v128 values to each other are exported from their files, never called from outside.
  ...['--disableWarning', '112'],
]

export const kernelBinaries: readonly { readonly file: string; readonly flags: readonly string[] }[] = [
  { file: 'kernels.wasm', flags },
  { file: 'kernels-relaxed.wasm', flags: [...flags, '--enable', 'relaxed-simd'] },
  { file: 'kernels-wide.wasm', flags: [...flags, '--enable', 'relaxed-simd', '--use', 'WIDE=1'] },
]

export async function buildKernels(directory: string): Promise<void> {
  const build = async ({ file, flags }: (typeof kernelBinaries)[number]): Promise<void> => {
    const args = [compiler, 'src/kernels/assembly/index.ts', ...flags, '--outFile', join(directory, file)]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root })
    process.stderr.write(stdout + stderr)
  }
  await Promise.all(kernelBinaries.map(build))
}

if (import.meta.main) await buildKernels(join(root, 'src/kernels'))
