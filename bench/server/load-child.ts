/**
 * The load generator, a process of its own. Closed loop: every connection sends again as soon as it has its answer, which
 * finds the most the server can do. Fixed rate: requests fall due whether or not earlier ones were answered, and their
 * time runs from when they fell due, so a server that stalls is charged for everybody who waited.
 */

import { Connection } from './connection.ts'
import type { LoadResult, LoadSpec } from './load-spec.ts'

const latencies: number[] = []
const failures: Record<string, number> = {}
let isStopped = false
let sentCount = 0
/** Requests that fell due before it do not count. */
let countFromMs = 0

function note(statusLine: string, sinceMs: number): void {
  if (sinceMs >= countFromMs) latencies.push(performance.now() - sinceMs)
  if (!statusLine.startsWith('HTTP/1.1 200')) failures[statusLine] = (failures[statusLine] ?? 0) + 1
}

async function closedLoop({ requests }: LoadSpec, connections: readonly Connection[]): Promise<void> {
  await Promise.all(
    connections.map(async connection => {
      while (!isStopped) {
        const sinceMs = performance.now()
        note(await connection.send(requests[sentCount++ % requests.length]!), sinceMs)
      }
    }),
  )
}

async function fixedRate(spec: LoadSpec, rate: number, connections: readonly Connection[]): Promise<void> {
  const free = [...connections]
  const due: number[] = []
  const running = new Set<Promise<void>>()
  const serve = async (connection: Connection, sinceMs: number): Promise<void> => {
    note(await connection.send(spec.requests[sentCount++ % spec.requests.length]!), sinceMs)
    free.push(connection)
    dispatch()
  }
  const dispatch = (): void => {
    while (due.length > 0 && free.length > 0) {
      // Each in turn: one that idles for long is closed by the server.
      const served = serve(free.shift()!, due.shift()!).finally(() => running.delete(served))
      running.add(served)
    }
  }
  const startMs = performance.now()
  for (let count = 0; !isStopped; ) {
    // A late timer of this process is not the server's fault: requests fall due when the timer fires.
    const nowMs = performance.now()
    for (; count < ((nowMs - startMs) * rate) / 1000; count++) due.push(nowMs)
    dispatch()
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  await Promise.all(running)
}

async function run(spec: LoadSpec): Promise<LoadResult> {
  const connections = Array.from({ length: spec.connectionCount }, () => new Connection(spec.host, spec.port))
  const stop = (): void => {
    isStopped = true
  }
  process.once('message', stop)
  const { warmMs = 0, durationMs } = spec
  if (durationMs !== undefined) setTimeout(stop, warmMs + durationMs).unref()
  countFromMs = performance.now() + warmMs
  if (spec.requestsPerSecond === undefined) await closedLoop(spec, connections)
  else await fixedRate(spec, spec.requestsPerSecond, connections)
  const elapsedMs = performance.now() - countFromMs
  for (const connection of connections) connection.close()
  return { latenciesMs: Float64Array.from(latencies), elapsedMs, sentCount, failures }
}

process.once('message', async spec => {
  const result = await run(spec as LoadSpec)
  process.send?.(result, () => process.disconnect())
})
