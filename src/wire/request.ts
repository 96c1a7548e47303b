/**
 * A request and an answer as the chain sees them: node:http stays in server.ts. Headers are kept raw, because a signature
 * covers the bytes as sent; `header` reads one of them for everybody else.
 */

export interface RequestHead {
  readonly requestId: string
  readonly method: string
  /** Request target as sent: path and query, undecoded. */
  readonly target: string
  /** Name and value pairs in the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

export interface WireRequest extends RequestHead {
  /** Reads the body once, within the bounds of the server. */
  readonly readBody: () => Promise<Buffer>
}

/** The client went away while sending: not an error of anybody here, and nobody is left to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The rest of the request was not read, so the connection cannot carry another. */
  readonly closesConnection?: boolean
}

/** First header of that name; `name` in lower case. */
export const header = (request: RequestHead, name: string): string | undefined => {
  for (const [candidate, value] of request.headers)
    if (candidate.length === name.length && candidate.toLowerCase() === name) return value
  return undefined
}

export const splitTarget = (target: string): { readonly path: string; readonly query: string } => {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}
