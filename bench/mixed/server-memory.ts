/**
 * Memory of a started server process as it is once garbage is gone: resident memory from /proc, the heap through Node's
 * inspector, which the server is started with (`inspected`). The server itself has no part in it.
 */

import { readFileSync } from 'node:fs'
import type { ServerProcess } from '../../test/fixtures/server/server-process.ts'

/** Environment of a server whose memory is to be read. */
export const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

export interface Memory {
  readonly residentMb: number
  readonly heapMb: number
  /** Buffers and shared arrays outside the heap. */
  readonly arraysMb: number
}

const bytesPerMb = 1024 * 1024

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024

const addressLine = /Debugger listening on (ws:\/\/\S+)/

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)), { once: true })
  })
  return socket
}

/** One command after the other: an answer belongs to the command before it. */
async function command(socket: WebSocket, id: number, method: string, params: object = {}): Promise<string> {
  const answered = new Promise<string>((resolve, reject) => {
    const take = ({ data }: MessageEvent): void => {
      const { id: of, error, result } = JSON.parse(data)
      if (of !== id) return
      socket.removeEventListener('message', take)
      if (error) reject(new Error(`${method}: ${error.message}`))
      else resolve(result?.result?.value ?? '')
    }
    socket.addEventListener('message', take)
  })
  socket.send(JSON.stringify({ id, method, params }))
  return answered
}

export async function memoryOf(server: ServerProcess): Promise<Memory> {
  const url = addressLine.exec(server.stderr())?.[1]
  if (url === undefined) throw new Error('the server was not started with an inspector')
  const socket = await opened(url)
  try {
    // Twice: what has a finaliser goes with the second.
    for (const id of [1, 2]) await command(socket, id, 'HeapProfiler.collectGarbage')
    const expression = 'JSON.stringify(process.memoryUsage())'
    const { heapUsed, external } = JSON.parse(await command(socket, 3, 'Runtime.evaluate', { expression }))
    return { residentMb: residentMb(server.pid), heapMb: heapUsed / bytesPerMb, arraysMb: external / bytesPerMb }
  } finally {
    socket.close()
  }
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** Of each quarter of the run, the median of its samples. */
export function byQuarter(samples: readonly Memory[]): readonly Memory[] {
  const quarter = Math.ceil(samples.length / 4)
  return [0, 1, 2, 3].map(at => {
    const own = samples.slice(at * quarter, (at + 1) * quarter)
    const median = (name: keyof Memory): number => medianOf(own.map(sample => sample[name]))
    return { residentMb: median('residentMb'), heapMb: median('heapMb'), arraysMb: median('arraysMb') }
  })
}
