/**
 * The door: node:http around the chain. Everything a stranger can make us spend is bounded here: connections, header
 * bytes, body bytes, time to send a request, time a connection idles. Closing drains: no new connections, running requests
 * get `drainMs` to finish, then their connections are destroyed.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { randomUuid } from '../base/random.ts'
import type { Settings } from '../config.ts'
import type { Operation } from '../contract/operation.ts'
import { type Chain, createChain, type HeadersFor } from './chain.ts'
import type { Caller, Credentials } from './credentials.ts'
import type { Extension } from './extension.ts'
import { readBody } from './read-body.ts'
import { type Answer, ClientGone, header, type RequestHead, splitTarget } from './request.ts'
import { createVerifier } from './signature.ts'

export interface ServerParts<Context> {
  readonly operations: readonly Operation<Context>[]
  readonly extensions?: readonly Extension<Context>[]
  readonly contextFor: (caller: Caller, requestId: string) => Context
  readonly headersFor?: HeadersFor<Context>
  readonly credentials: Credentials
  readonly settings: Pick<Settings, 'host' | 'port' | 'bodyBytesMax' | 'requestTimeoutMs' | 'drainMs' | 'clockSkewMs'>
  readonly clock: Clock
  readonly log: Log
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Drains and closes; further calls wait for the same end. */
  close(): Promise<void>
}

/** Session tokens run to a few kilobytes; node's own default is 16 KiB. */
const headerBytesMax = 32 * 1024
/** Together with the body bound this bounds the memory that requests can take. */
const connectionsMax = 4096
/** Longer than the keep-alive of the SDKs' agents, so that a connection is closed by the side that opened it. */
const keepAliveMs = 65_000
/** A connection on which nothing moves this long is dead, or its client does not read. */
const inactivityMs = 300_000

const headOf = (incoming: IncomingMessage): RequestHead => {
  const headers: [string, string][] = []
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.push([incoming.rawHeaders[at]!, incoming.rawHeaders[at + 1]!])
  }
  return { requestId: randomUuid(), method: incoming.method ?? '', target: incoming.url ?? '', headers }
}

const send = (response: ServerResponse, head: RequestHead, answer: Answer, date: string, closes: boolean): void => {
  const { body } = answer
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(body),
    date,
    'x-amzn-RequestId': head.requestId,
    ...(closes ? { connection: 'close' } : {}),
  })
  // As text it goes out in one piece with the head.
  response.end(head.method === 'HEAD' ? undefined : body)
}

const listen = (server: Server, host: string, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server.address() as AddressInfo)
    })
  })

const createBoundedServer = (requestTimeoutMs: number): Server => {
  const server = createServer({
    maxHeaderSize: headerBytesMax,
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(requestTimeoutMs, 20_000),
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1000, requestTimeoutMs / 4)),
  })
  server.maxConnections = connectionsMax
  server.timeout = inactivityMs
  return server
}

/** Ends when every connection has: those that idle at once, those at work when done or when `drainMs` have passed. */
const drain = async (server: Server, clock: Clock, drainMs: number): Promise<void> => {
  const patience = new AbortController()
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  const deadline = clock.sleep(drainMs, patience.signal).then(
    () => server.closeAllConnections(),
    () => undefined,
  )
  await closed
  patience.abort()
  await deadline
}

const urlOf = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

export const startServer = async <Context>(parts: ServerParts<Context>): Promise<RunningServer> => {
  const { settings, clock, log } = parts
  const authenticate = createVerifier({
    credentials: parts.credentials,
    clock,
    clockSkewMs: settings.clockSkewMs,
  })
  const chain: Chain = createChain({ ...parts, extensions: parts.extensions ?? [], authenticate })
  const server = createBoundedServer(settings.requestTimeoutMs)
  let closing: Promise<void> | undefined

  const respond = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const head = headOf(incoming)
    const startedAtMs = clock.nowMs()
    const answer = await chain({ ...head, readBody: () => readBody(incoming, settings.bodyBytesMax) })
    const closes = answer.closesConnection === true || closing !== undefined
    send(response, head, answer, new Date(clock.nowMs()).toUTCString(), closes)
    const what = header(head, 'x-amz-target') ?? `${head.method} ${splitTarget(head.target).path}`
    const tookMs = clock.nowMs() - startedAtMs
    log.debug({ requestId: head.requestId, what, status: answer.status, tookMs }, 'answered')
  }

  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    respond(incoming, response).catch(error => {
      if (!(error instanceof ClientGone)) log.error({ err: error }, 'could not answer')
      response.destroy()
    })
  })

  const { port } = await listen(server, settings.host, settings.port)
  const close = () => {
    closing ??= drain(server, clock, settings.drainMs)
    return closing
  }
  return { url: urlOf(settings.host, port), port, close }
}
