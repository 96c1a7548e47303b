/**
 * A foreground process that a test starts and ends, with its output in a log file beside its data. `until` asks again and
 * again whether it serves; the process ending first, or time running out, is an error that carries the tail of the log.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'

export interface Daemon {
  readonly name: string
  readonly logPath: string
  readonly child: ChildProcess
  isRunning(): boolean
  /** Asks it to end, then makes it end. */
  stop(): Promise<void>
}

const graceMs = 3000

export function startDaemon(
  name: string,
  command: string,
  args: readonly string[],
  logPath: string,
  env: NodeJS.ProcessEnv = process.env,
): Daemon {
  const log = openSync(logPath, 'a')
  const child = spawn(command, args, { stdio: ['ignore', log, log], env })
  closeSync(log)
  // A test that dies must not leave servers behind.
  const killNow = () => void child.kill('SIGKILL')
  process.once('exit', killNow)
  child.once('exit', () => process.off('exit', killNow))
  let spawnError: Error | undefined
  child.on('error', error => {
    spawnError = error
  })
  const isRunning = () => spawnError === undefined && child.exitCode === null && child.signalCode === null
  return {
    name,
    logPath,
    child,
    isRunning,
    stop: async () => {
      if (!isRunning()) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

const pollMs = 100

export async function until(
  what: string,
  daemon: Daemon,
  ask: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  const complain = (why: string) =>
    new Error(`${what}: ${daemon.name} ${why}\n${readFileSync(daemon.logPath, 'utf8').slice(-4000)}`)
  while (performance.now() < deadline) {
    if (!daemon.isRunning()) throw complain('ended')
    if (await ask().catch(() => false)) return
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  throw complain(`did not get ready in ${timeoutMs} ms`)
}

export const answers = async (url: string): Promise<boolean> => (await fetch(url)).status < 500
