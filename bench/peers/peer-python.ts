/** Runs the peers' programs in a virtual environment, which it makes when it is not there. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PeerOutput, RunPeer } from './comparison.ts'

const run = promisify(execFile)
const folder = process.env.ATTUNE_PEERS ?? '../shared/peers'
const packages = ['torch', 'numpy', 'pandas', 'scipy', 'implicit', 'rectools[torch]']

/** The interpreter that has the packages, or why there is none. */
async function interpreter(): Promise<{ readonly path: string } | { readonly reason: string }> {
  const environment = join(tmpdir(), 'attune-peers', 'venv')
  const path = join(environment, 'bin', 'python')
  if (existsSync(path)) return { path }
  try {
    await run('python3', ['-m', 'venv', environment])
    await run(path, ['-m', 'pip', 'install', '--quiet', ...packages])
    return { path }
  } catch (error) {
    return { reason: `no Python packages: ${firstLine(error)}` }
  }
}

const firstLine = (error: unknown): string => String(error).split('\n')[0]!.slice(0, 200)

export function peerRunner(given: string | undefined): RunPeer {
  let found: ReturnType<typeof interpreter> | undefined
  return async (program, args): Promise<PeerOutput> => {
    const file = join(folder, program)
    if (!existsSync(file)) return { reason: `no ${program} in the folder of peers` }
    found ??= given === undefined ? interpreter() : Promise.resolve({ path: given })
    const python = await found
    if ('reason' in python) return python
    try {
      return { text: (await run(python.path, [file, ...args], { maxBuffer: 2 ** 24 })).stdout }
    } catch (error) {
      return { reason: firstLine(error) }
    }
  }
}
