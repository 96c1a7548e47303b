/**
 * Runs work in a child process that a small process starts, the launcher. To start a process, Linux copies the page tables
 * of the one that asks: 10 ms and more of a server that holds hundreds of megabytes, in which it answers nobody, and every page that it
 * touches next is copied, too. The launcher starts with the first work, while the server is still small, and stays.
 *
 * What comes back is what `child.ts` gives. When the launcher dies, its children do, and the work fails as if each had died by
 * itself; the next work starts another one. When the server dies, the launcher goes with it.
 *
 * Work that other programs left no processor fails as `Starved`; what is started within the hour after gets a share.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { siblingModule } from '../base/sibling-module.ts'
import type { ChildOrder } from './child.ts'
import { errorOf } from './child-messages.ts'
import type { FromLauncher, ToLauncher } from './launcher-messages.ts'

interface Pending {
  readonly order: ChildOrder<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** Programs that keep all processors busy for minutes do it again. */
const sharingMs = 60 * 60_000

const launcherModule = siblingModule(import.meta.url, './launcher-child')

class Launcher {
  readonly #process: ChildProcess
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #sharesUntilMs = 0

  constructor(onGone: () => void) {
    this.#process = fork(launcherModule, {
      execArgv: [],
      env: { ...process.env, ATTUNE_SERVER_PID: String(process.pid) },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#process.on('message', (message: FromLauncher) => this.#take(message))
    const end = (reason: string): void => {
      onGone()
      const gone = new Error(`the process that starts others ended: ${reason}`)
      for (const { order, reject } of this.#pending.values()) reject(order.signal.aborted ? order.signal.reason : gone)
      this.#pending.clear()
    }
    this.#process.once('error', error => end(error.message))
    this.#process.once('exit', (code, signal) => end(String(signal ?? `exit code ${code}`)))
    this.#restUnlessBusy()
  }

  run(order: ChildOrder<unknown>): Promise<unknown> {
    const id = ++this.#lastId
    const { module, spec, heapMbMax, patience, signal } = order
    const priority = order.priority === 'idle' && performance.now() < this.#sharesUntilMs ? 'low' : order.priority
    const bounds = { ...(heapMbMax !== undefined && { heapMbMax }), ...(patience && { patience }) }
    const cancel = (): void => this.#say({ type: 'cancel', id })
    signal.addEventListener('abort', cancel, { once: true })
    const ended = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { order, resolve, reject })
      this.#say({ type: 'run', id, module: module.href, spec, priority, ...bounds })
    })
    this.#restUnlessBusy()
    return ended.finally(() => {
      signal.removeEventListener('abort', cancel)
      this.#pending.delete(id)
      this.#restUnlessBusy()
    })
  }

  /** Of a launcher that died nothing more is told here: its end was. */
  #say(message: ToLauncher): void {
    if (this.#process.connected) this.#process.send(message, () => undefined)
  }

  #take({ id, said }: FromLauncher): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    const { order, resolve, reject } = pending
    if (said.type === 'failure' && said.isStarved) this.#sharesUntilMs = performance.now() + sharingMs
    if (said.type === 'progress') order.onProgress(said.progress)
    else if (said.type === 'wrote') order.log.debug({ stderr: said.text }, 'a child process wrote')
    else if (said.type === 'result') resolve(said.result)
    else reject(order.signal.aborted ? order.signal.reason : errorOf(said))
  }

  /** A launcher that waits keeps nobody from ending. */
  #restUnlessBusy(): void {
    if (this.#pending.size > 0) {
      this.#process.ref()
      this.#process.channel?.ref()
    } else {
      this.#process.unref()
      this.#process.channel?.unref()
    }
  }
}

let launcher: Launcher | undefined

function current(): Launcher {
  if (launcher) return launcher
  const started: Launcher = new Launcher(() => {
    if (launcher === started) launcher = undefined
  })
  launcher = started
  return started
}

/** One launcher for all servers of this process. */
export async function launch<Spec, Result>(order: ChildOrder<Spec>): Promise<Result> {
  order.signal.throwIfAborted()
  return (await current().run(order)) as Result
}
