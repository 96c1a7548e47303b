/** Runs the peers' programs in a virtual environment, which it makes when it is not there. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PeerOutput, RunPeer } from './comparison.ts'

const run = promisify(execFile)
const folder = process.env.ATTUNE_PEERS ?? '../shared/peers'
/** What each program imports beside the standard library. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'sasrec_torch.py': ['torch', 'numpy'],
  'als_implicit.py': ['implicit', 'numpy', 'scipy'],
  'rectools_sasrec.py': ['rectools[torch]', 'torch', 'pandas'],
}

/** The interpreter that has a program's packages, or why there is none. */
async function interpreter(program: string): Promise<{ readonly path: string } | { readonly reason: string }> {
  const environment = join(tmpdir(), 'attune-peers', 'venv')
  const path = join(environment, 'bin', 'python')
  const wanted = packages[program] ?? []
  try {
    if (!existsSync(path)) await run('python3', ['-m', 'venv', environment])
    // Those that are there already cost a second.
    await run(path, ['-m', 'pip', 'install', '--quiet', ...wanted])
    return { path }
  } catch (error) {
    return { reason: `no Python packages: ${firstLine(error)}` }
  }
}

const firstLine = (error: unknown): string => String(error).split('\n')[0]!.slice(0, 200)

export function peerRunner(given: string | undefined): RunPeer {
  return async (program, args): Promise<PeerOutput> => {
    const file = join(folder, program)
    if (!existsSync(file)) return { reason: `no ${program} in the folder of peers` }
    const python = given === undefined ? await interpreter(program) : { path: given }
    if ('reason' in python) return python
    try {
      return { text: (await run(python.path, [file, ...args], { maxBuffer: 2 ** 24 })).stdout }
    } catch (error) {
      return { reason: firstLine(error) }
    }
  }
}
