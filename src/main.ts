/** Where the process begins and ends. */

import { ConfigurationFault } from './cli/load-settings.ts'
import { runProgram } from './cli/program.ts'
import { tell } from './cli/terminal.ts'

try {
  process.exitCode = await runProgram(process.argv.slice(2))
} catch (error) {
  const { message, stack } = error as Error
  const isPlain = error instanceof ConfigurationFault || /another Attune server|EADDRINUSE|EACCES/.test(message)
  tell(isPlain ? `attune: ${message}` : `attune: ${stack}`)
  process.exitCode = 1
}
