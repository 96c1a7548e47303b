/** A TCP proxy that cuts every connection once it has carried so many bytes back: the network on a bad day. */

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy {
  readonly endpoint: string
  /** Connections cut so far. */
  cutCount(): number
  close(): Promise<void>
}

export async function startCuttingProxy(endpoint: string, carriedBytesMax: number): Promise<CuttingProxy> {
  const { hostname, port } = new URL(endpoint)
  const open = new Set<Socket>()
  let cutCount = 0
  const server = createServer(client => {
    const upstream = connect(Number(port), hostname)
    let carried = 0
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('close', () => {
        open.delete(socket)
        end()
      })
      // The other side learns of it by the closing.
      socket.on('error', end)
    }
    client.pipe(upstream)
    upstream.on('data', chunk => {
      carried += chunk.length
      const isLast = carried >= carriedBytesMax
      if (isLast) upstream.pause()
      const wroteAll = client.write(chunk, () => {
        if (!isLast) return
        cutCount++
        end()
      })
      if (wroteAll || isLast) return
      upstream.pause()
      client.once('drain', () => upstream.resume())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutCount: () => cutCount,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
