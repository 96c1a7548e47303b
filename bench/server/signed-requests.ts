/** Requests signed in advance, as text, so that the load generator spends nothing on signatures. */

import aws4 from 'aws4'
import type { KeyPair } from '../../test/fixtures/server/server-process.ts'

export interface Call {
  /** Control plane: the operation; runtime: its path. */
  readonly target?: string
  readonly path?: string
  readonly input: object
}

export function signed(url: string, keys: KeyPair, { target, path = '/', input }: Call): string {
  const host = new URL(url).host
  const body = JSON.stringify(input)
  const type = target === undefined ? 'application/json' : 'application/x-amz-json-1.1'
  const { headers } = aws4.sign(
    {
      host,
      method: 'POST',
      path,
      service: 'personalize',
      region: 'us-east-1',
      headers: {
        'Content-Type': type,
        'Content-Length': String(Buffer.byteLength(body)),
        ...(target === undefined ? {} : { 'X-Amz-Target': `AmazonPersonalize.${target}` }),
      },
      body,
    },
    keys,
  )
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
