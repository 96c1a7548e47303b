/** `attune serve`: runs until told to stop. The first signal drains, the second ends at once. */

import { startAttune } from '../attune.ts'
import { calmEngineThreads } from './calm-engine-threads.ts'
import { type Flags, loadConfiguration } from './load-settings.ts'
import { collectRarely } from './rare-collections.ts'
import { print } from './terminal.ts'

/** Resolves with the exit code once the server has drained. */
export function untilSignalled(close: () => Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let isStopping = false
    const stop = () => {
      if (isStopping) process.exit(130)
      isStopping = true
      close().then(() => resolve(0), reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

export async function serve(flags: Flags): Promise<number> {
  calmEngineThreads()
  collectRarely()
  const attune = await startAttune(loadConfiguration(flags, process.env))
  // Before the line that says it is ready: whoever reads it may signal at once.
  const ended = untilSignalled(attune.close)
  print(`Attune listening on ${attune.url}`)
  return ended
}
