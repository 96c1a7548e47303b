/** Two independent signers as oracles over random requests: what they sign we accept, and any change to it we refuse. */

import assert from 'node:assert/strict'
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { SignatureV4 } from '@smithy/signature-v4'
import aws4 from 'aws4'
import fc from 'fast-check'
import { type SampleRequest, sampleRequest, targetOf } from '../../test/fixtures/wire/request-sample.ts'
import type { Clock } from '../base/clock.ts'
import type { RequestHead } from './request.ts'
import { createVerifier } from './signature.ts'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

/** What the signers ask of a hash. */
class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' || secret === undefined ? secret : Buffer.from(secret as ArrayBuffer)
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {}
}

const headOf = (given: SampleRequest, headers: Readonly<Record<string, string>>): RequestHead => ({
  requestId: 'r',
  method: given.method,
  target: targetOf(given),
  headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
})

type Signer = (given: SampleRequest) => Promise<RequestHead>

const basicTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

const bySmithy: Signer = async given => {
  const signer = new SignatureV4({
    service: 'personalize',
    region: given.region,
    sha256: Sha256,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey },
  })
  const request = {
    method: given.method,
    protocol: 'http:',
    hostname: 'localhost',
    path: given.path,
    query: { ...given.query },
    headers: { host: 'localhost:4646', ...given.headers },
    body: given.body,
  }
  const signed = await signer.sign(request, { signingDate: new Date(given.atMs) })
  return headOf(given, signed.headers)
}

const byAws4: Signer = given => {
  const signed = aws4.sign(
    {
      method: given.method,
      host: 'localhost:4646',
      path: targetOf(given),
      service: 'personalize',
      region: given.region,
      body: given.body,
      headers: { ...given.headers, 'X-Amz-Date': basicTime(given.atMs) },
    },
    { accessKeyId: 'AKIDEXAMPLE', secretAccessKey },
  )
  return Promise.resolve(headOf(given, signed.headers as Record<string, string>))
}

const verify = (given: SampleRequest, head: RequestHead, body = given.body) => {
  const clock: Clock = { nowMs: () => given.atMs, sleep: () => Promise.resolve() }
  const credentials = { find: () => ({ secretAccessKey, account: '000000000000' }) }
  return createVerifier({ credentials, clock, clockSkewMs: 1000 })(head, Buffer.from(body))
}

const refused = (run: () => unknown): void => {
  assert.throws(run, { code: 'InvalidSignatureException' })
}

const changed = (head: RequestHead, name: string, change: (value: string) => string): RequestHead => ({
  ...head,
  headers: head.headers.map(([key, value]) => [key, key.toLowerCase() === name ? change(value) : value] as const),
})

const lastDigit = (value: string): string => value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')

for (const [name, sign] of Object.entries({ '@smithy/signature-v4': bySmithy, aws4: byAws4 })) {
  describe(`requests signed by ${name}`, () => {
    test('are accepted', async () => {
      await fc.assert(
        fc.asyncProperty(sampleRequest, async given => {
          assert.equal(verify(given, await sign(given)).region, given.region)
        }),
        { numRuns: 200 },
      )
    })

    test('are refused once anything signed has changed', async () => {
      await fc.assert(
        fc.asyncProperty(sampleRequest, async given => {
          const head = await sign(given)
          refused(() => verify(given, head, `${given.body} `))
          refused(() => verify(given, { ...head, method: 'PATCH' }))
          refused(() => verify(given, { ...head, target: `/more${head.target}` }))
          refused(() =>
            verify(given, { ...head, target: `${head.target}${head.target.includes('?') ? '&' : '?'}more=1` }),
          )
          refused(() =>
            verify(
              given,
              changed(head, 'host', host => `${host}0`),
            ),
          )
          refused(() => verify(given, changed(head, 'authorization', lastDigit)))
        }),
        { numRuns: 50 },
      )
    })
  })
}
