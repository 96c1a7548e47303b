/** The launcher: starts children for its server, which it never outlives. It computes nothing and holds nothing. */

import { runInChild } from './child.ts'
import { failureOf } from './child-messages.ts'
import type { FromLauncher, ToLauncher } from './launcher-messages.ts'

const running = new Map<number, AbortController>()

const say = (message: FromLauncher): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

async function run({ id, module, ...order }: Extract<ToLauncher, { type: 'run' }>): Promise<void> {
  const abort = new AbortController()
  running.set(id, abort)
  const wrote = (members: unknown): void => {
    say({ id, said: { type: 'wrote', text: (members as { readonly stderr: string }).stderr } })
  }
  try {
    const result = await runInChild({
      ...order,
      module: new URL(module),
      signal: abort.signal,
      onProgress: progress => say({ id, said: { type: 'progress', progress } }),
      log: { debug: wrote },
    })
    say({ id, said: { type: 'result', result } })
  } catch (error) {
    say({ id, said: failureOf(error) })
  } finally {
    running.delete(id)
  }
}

process.on('message', (message: ToLauncher) => {
  if (message.type === 'run') void run(message)
  else running.get(message.id)?.abort(new Error('cancelled'))
})

// Its children see that it is gone, as they would see it of a server. Signals to a whole group are for the server to act on.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
