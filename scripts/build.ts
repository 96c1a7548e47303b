/**
 * `npm run build`: the packed product in `dist/`, JavaScript and types, since Node refuses to strip types below
 * `node_modules`. Imports are rewritten by the compiler; tests and fixtures stay out.
 */

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
