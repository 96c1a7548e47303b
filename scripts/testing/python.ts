/**
 * A virtual environment with the Python packages that some suites need (`test/clients/requirements.txt`), made once under
 * `.tmp/` and kept until the list changes. `ATTUNE_PYTHON` names another Python that has them.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const attemptCount = 3

function runOrThrow(command: string, args: readonly string[]): void {
  for (let attempt = 1; attempt <= attemptCount; attempt++) {
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] })
    if (status === 0) return
    console.error(`${command} ${args.join(' ')} failed (attempt ${attempt} of ${attemptCount}) ${error?.message ?? ''}`)
  }
  throw new Error(`${command} ${args.join(' ')} failed`)
}

/** Path of a Python that has the packages. */
export function preparePython(root: string): string {
  if (process.env.ATTUNE_PYTHON !== undefined) return process.env.ATTUNE_PYTHON
  const folder = join(root, '.tmp', 'python')
  const python = join(folder, 'bin', 'python')
  const requirements = join(root, 'test', 'clients', 'requirements.txt')
  const wanted = readFileSync(requirements, 'utf8')
  const marker = join(folder, 'installed.txt')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return python
  runOrThrow('python3', ['-m', 'venv', '--clear', folder])
  runOrThrow(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements])
  writeFileSync(marker, wanted)
  return python
}
