/** Every way a signature can be refused, with code and text. Vectors and oracles have files of their own. */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import aws4 from 'aws4'
import type { Clock } from '../base/clock.ts'
import { createVerifier } from './signature.ts'

const nowMs = Date.parse('2026-03-01T12:00:00Z')
const clock: Clock = { nowMs: () => nowMs, sleep: () => Promise.resolve() }
const body = '{"a":1}'

const stored = {
  AKID: { secretAccessKey: 'secret', account: '111122223333' },
  ASIA: { secretAccessKey: 'secret', account: '111122223333', sessionToken: 'token' },
} as const

const verifier = createVerifier({
  credentials: { find: id => stored[id as keyof typeof stored] },
  clock,
  clockSkewMs: 300_000,
})

interface Options {
  readonly accessKeyId?: string
  readonly secret?: string
  readonly token?: string
  readonly service?: string
  readonly region?: string
  readonly date?: string
  readonly target?: string
  readonly headers?: Readonly<Record<string, string>>
}

const signed = (options: Options = {}): Record<string, string> => {
  const request = aws4.sign(
    {
      method: 'POST',
      host: 'localhost:4646',
      path: options.target ?? '/',
      service: options.service ?? 'personalize',
      region: options.region ?? 'eu-west-1',
      body,
      headers: {
        'X-Amz-Date': options.date ?? '20260301T120000Z',
        'X-Amz-Target': 'AmazonPersonalize.ListSchemas',
        ...options.headers,
      },
    },
    {
      accessKeyId: options.accessKeyId ?? 'AKID',
      secretAccessKey: options.secret ?? 'secret',
      ...(options.token ? { sessionToken: options.token } : {}),
    },
  )
  // It gives Content-Length as a number.
  return Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)]))
}

const verify = (headers: Readonly<Record<string, string | undefined>>, target = '/', sent = body) => {
  const pairs = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return verifier({ requestId: 'r', method: 'POST', target, headers: pairs }, Buffer.from(sent))
}

const refused = (run: () => unknown, code: string, message: string | RegExp): void => {
  assert.throws(run, (error: Error & { code: string }) => {
    assert.equal(error.code, code)
    if (typeof message === 'string') assert.equal(error.message, message)
    else assert.match(error.message, message)
    return true
  })
}

const withAuthorization = (change: (authorization: string) => string) => {
  const headers = signed()
  return { ...headers, Authorization: change(headers.Authorization!) }
}

test('a good signature says who calls, from which account, for which region', () => {
  assert.deepEqual(verify(signed()), { accessKeyId: 'AKID', account: '111122223333', region: 'eu-west-1' })
})

describe('no signature', () => {
  test('no Authorization header', () => {
    refused(() => verify({ host: 'x' }), 'MissingAuthenticationTokenException', 'Missing Authentication Token')
  })

  test('another scheme', () => {
    const headers = { authorization: 'Basic Zm9vOmJhcg==' }
    refused(() => verify(headers), 'MissingAuthenticationTokenException', 'Missing Authentication Token')
  })

  test('a presigned URL', () => {
    const target = '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID&X-Amz-Signature=00'
    refused(
      () => verify({ host: 'x' }, target),
      'IncompleteSignatureException',
      /^Presigned requests are not supported/,
    )
  })
})

describe('a malformed signature', () => {
  test('another algorithm', () => {
    const headers = withAuthorization(value => value.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'))
    refused(
      () => verify(headers),
      'IncompleteSignatureException',
      "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
    )
  })

  test('every missing part is named, and the header is answered as a hash', () => {
    const value = 'AWS4-HMAC-SHA256 Nothing=1'
    const hash = createHash('sha256').update(value).digest('base64')
    refused(
      () => verify({ Authorization: value }),
      'IncompleteSignatureException',
      `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`,
    )
  })

  test('a credential without its scope', () => {
    const headers = withAuthorization(value => value.replace(/Credential=[^,]+/, 'Credential=AKID/20260301'))
    refused(
      () => verify(headers),
      'IncompleteSignatureException',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/20260301'",
    )
  })

  test('a time that is none', () => {
    refused(
      () => verify({ ...signed(), 'X-Amz-Date': 'yesterday' }),
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See http://en.wikipedia.org/wiki/ISO_8601",
    )
  })

  test('a day that does not exist', () => {
    refused(
      () => verify({ ...signed(), 'X-Amz-Date': '20261301T120000Z' }),
      'IncompleteSignatureException',
      /^Date must be/,
    )
  })
})

describe('keys and tokens', () => {
  const text = 'The security token included in the request is invalid.'

  test('an unknown key', () => {
    refused(() => verify(signed({ accessKeyId: 'NOBODY' })), 'UnrecognizedClientException', text)
  })

  test('a temporary key with its token', () => {
    assert.equal(verify(signed({ accessKeyId: 'ASIA', token: 'token' })).accessKeyId, 'ASIA')
  })

  test('a temporary key without or with another token', () => {
    refused(() => verify(signed({ accessKeyId: 'ASIA' })), 'UnrecognizedClientException', text)
    refused(() => verify(signed({ accessKeyId: 'ASIA', token: 'other' })), 'UnrecognizedClientException', text)
  })

  test('a token with a lasting key', () => {
    refused(() => verify(signed({ token: 'token' })), 'UnrecognizedClientException', text)
  })

  test('a wrong secret', () => {
    refused(
      () => verify(signed({ secret: 'guess' })),
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  })
})

describe('scope', () => {
  test('another service', () => {
    refused(
      () => verify(signed({ service: 's3', headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } })),
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'personalize'.",
    )
  })

  test('another terminator', () => {
    const headers = withAuthorization(value => value.replace('aws4_request', 'aws5_request'))
    refused(
      () => verify(headers),
      'InvalidSignatureException',
      "Credential should be scoped with a valid terminator: 'aws4_request'.",
    )
  })

  test('a region that could not stand in an ARN', () => {
    const headers = withAuthorization(value => value.replace('eu-west-1', 'eu:west'))
    refused(() => verify(headers), 'InvalidSignatureException', 'Credential should be scoped to a valid region.')
  })

  test('another day than that of the date header', () => {
    const headers = withAuthorization(value => value.replace('20260301', '20260228'))
    refused(
      () => verify(headers),
      'InvalidSignatureException',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260228' != '20260301', from '20260301T120000Z'.",
    )
  })
})

describe('signed headers', () => {
  const without = (name: string) => withAuthorization(value => value.replace(new RegExp(`${name};?`), ''))

  test('the host must be among them', () => {
    refused(
      () => verify(without('host')),
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    )
  })

  for (const name of ['x-amz-target', 'x-amz-date']) {
    test(`${name} must be among them`, () => {
      const headers = withAuthorization(value => value.replace(new RegExp(`;${name}`), ''))
      refused(
        () => verify(headers),
        'InvalidSignatureException',
        `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
      )
    })
  }

  test('one that changed on the way', () => {
    const headers = { ...signed(), 'X-Amz-Target': 'AmazonPersonalize.DeleteSchema' }
    refused(() => verify(headers), 'InvalidSignatureException', /^The request signature we calculated/)
  })
})

describe('time', () => {
  test('up to the allowed skew on either side', () => {
    for (const date of ['20260301T115500Z', '20260301T120500Z']) assert.ok(verify(signed({ date })))
  })

  test('a second too early', () => {
    refused(
      () => verify(signed({ date: '20260301T115459Z' })),
      'InvalidSignatureException',
      'Signature expired: 20260301T115459Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)',
    )
  })

  test('a second too late', () => {
    refused(
      () => verify(signed({ date: '20260301T120501Z' })),
      'InvalidSignatureException',
      'Signature not yet current: 20260301T120501Z is still later than 20260301T120500Z (20260301T120000Z + 5 min.)',
    )
  })
})

describe('body', () => {
  const hash = createHash('sha256').update(body).digest('hex')

  test('its hash in a header', () => {
    assert.ok(verify(signed({ headers: { 'X-Amz-Content-Sha256': hash } })))
  })

  test('another body', () => {
    refused(() => verify(signed(), '/', '{"a":2}'), 'InvalidSignatureException', /^The request signature we calculated/)
  })

  test('another hash in the header', () => {
    refused(
      () => verify(signed({ headers: { 'X-Amz-Content-Sha256': '0'.repeat(64) } })),
      'InvalidSignatureException',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  })

  for (const claimed of [
    'UNSIGNED-PAYLOAD',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  ]) {
    test(`${claimed} is refused`, () => {
      refused(
        () => verify(signed({ headers: { 'X-Amz-Content-Sha256': claimed } })),
        'InvalidSignatureException',
        `The payload must be signed: x-amz-content-sha256 '${claimed}' is not supported.`,
      )
    })
  }
})
