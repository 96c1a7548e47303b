/**
 * `npm run build`: the packed product in `dist/`, JavaScript and types, since Node refuses to strip types below
 * `node_modules`. Imports are rewritten by the compiler; tests and fixtures stay out. The kernels
 * come as they lie beside their sources, already compiled.
 */

import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kernelBinaries } from './build-kernels.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
for (const { file } of kernelBinaries) copyFileSync(`${root}src/kernels/${file}`, `${root}dist/kernels/${file}`)
process.exitCode = status ?? 1
