/**
 * Vectors of the published signing test suite ("AWS Signature Version 4 test suite", key AKIDEXAMPLE, service `service`)
 * and the worked example of the signing guide (ListUsers), written down by hand. They fix every rule of the canonical
 * request against the outside world, not against our reading of it.
 */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Clock } from '../base/clock.ts'
import { createVerifier } from './signature.ts'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const signedAtMs = Date.parse('2015-08-30T12:36:00Z')
const clock: Clock = { nowMs: () => signedAtMs, sleep: () => Promise.resolve() }

const securityToken =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

interface Vector {
  readonly name: string
  readonly method?: string
  readonly target: string
  /** Besides host and x-amz-date. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly signedHeaders?: string
  readonly body?: string
  readonly signature: string
  readonly service?: string
  readonly host?: string
}

const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** As node:http hands it over: bytes as Latin-1 characters. */
const raw = (text: string): string => Buffer.from(text).toString('latin1')

const vanilla = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'
const postVanilla = '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'

const vectors: readonly Vector[] = [
  { name: 'get-vanilla', target: '/', signature: vanilla },
  { name: 'get-slash', target: '//', signature: vanilla },
  { name: 'get-slash-dot-slash', target: '/./', signature: vanilla },
  { name: 'get-relative', target: '/example/..', signature: vanilla },
  { name: 'get-relative-relative', target: '/example1/example2/../..', signature: vanilla },
  {
    name: 'get-slash-pointless-dot',
    target: '/./example',
    signature: 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
  },
  {
    name: 'get-slashes',
    target: '//example//',
    signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  },
  {
    name: 'get-space',
    target: '/example space/',
    signature: '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  },
  {
    name: 'get-unreserved',
    target: `/${unreserved}`,
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    name: 'get-utf8',
    target: raw('/ሴ'),
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  {
    name: 'get-vanilla-empty-query-key',
    target: '/?Param1=value1',
    signature: 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'get-vanilla-query-order-key',
    target: '/?Param1=value2&Param1=Value1',
    signature: 'eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
  },
  {
    name: 'get-vanilla-query-order-value',
    target: '/?Param1=value2&Param1=value1',
    signature: '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  },
  {
    name: 'get-vanilla-query-order-encoded',
    target: '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    signature: '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  },
  {
    name: 'get-vanilla-query-unreserved',
    target: `/?${unreserved}=${unreserved}`,
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    name: 'get-vanilla-utf8-query',
    target: raw('/?ሴ=bar'),
    signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  },
  {
    name: 'get-header-key-duplicate',
    target: '/',
    headers: [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    name: 'get-header-value-order',
    target: '/',
    headers: [
      ['My-Header1', 'value4'],
      ['My-Header1', 'value1'],
      ['My-Header1', 'value3'],
      ['My-Header1', 'value2'],
    ],
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
  },
  {
    name: 'get-header-value-trim',
    target: '/',
    headers: [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    signedHeaders: 'host;my-header1;my-header2;x-amz-date',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  { name: 'post-vanilla', method: 'POST', target: '/', signature: postVanilla },
  {
    name: 'post-vanilla-query',
    method: 'POST',
    target: '/?Param1=value1',
    signature: '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  },
  {
    name: 'post-header-key-sort',
    method: 'POST',
    target: '/',
    headers: [['My-Header1', 'value1']],
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  {
    name: 'post-header-value-case',
    method: 'POST',
    target: '/',
    headers: [['My-Header1', 'VALUE1']],
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  },
  {
    name: 'post-x-www-form-urlencoded',
    method: 'POST',
    target: '/',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    signedHeaders: 'content-type;host;x-amz-date',
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    name: 'post-x-www-form-urlencoded-parameters',
    method: 'POST',
    target: '/',
    headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf8']],
    signedHeaders: 'content-type;host;x-amz-date',
    body: 'Param1=value1',
    signature: '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  },
  {
    name: 'post-sts-header-before',
    method: 'POST',
    target: '/',
    headers: [['X-Amz-Security-Token', securityToken]],
    signedHeaders: 'host;x-amz-date;x-amz-security-token',
    signature: '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  },
  {
    name: 'the ListUsers example of the guide',
    target: '/?Action=ListUsers&Version=2010-05-08',
    headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
    signedHeaders: 'content-type;host;x-amz-date',
    service: 'iam',
    host: 'iam.amazonaws.com',
    signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
]

const verify = (vector: Vector, signature = vector.signature) => {
  const service = vector.service ?? 'service'
  const sessionToken = vector.headers?.some(([name]) => name === 'X-Amz-Security-Token')
    ? { sessionToken: securityToken }
    : {}
  const credentials = { find: () => ({ secretAccessKey, account: '000000000000', ...sessionToken }) }
  const verifier = createVerifier({ credentials, clock, clockSkewMs: 1000, service })
  const scope = `AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request`
  const signedHeaders = vector.signedHeaders ?? 'host;x-amz-date'
  return verifier(
    {
      requestId: 'vector',
      method: vector.method ?? 'GET',
      target: vector.target,
      headers: [
        ['Host', vector.host ?? 'example.amazonaws.com'],
        ...(vector.headers ?? []),
        ['X-Amz-Date', '20150830T123600Z'],
        [
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
        ],
      ],
    },
    Buffer.from(vector.body ?? ''),
  )
}

describe('published signature vectors', () => {
  for (const vector of vectors) {
    test(vector.name, () => {
      assert.deepEqual(verify(vector), { accessKeyId: 'AKIDEXAMPLE', account: '000000000000', region: 'us-east-1' })
      const lastDigit = vector.signature.endsWith('0') ? '1' : '0'
      assert.throws(() => verify(vector, vector.signature.slice(0, -1) + lastDigit), {
        code: 'InvalidSignatureException',
      })
    })
  }
})

test('get-vanilla of the older suite, which signs a Date header', () => {
  const verifier = createVerifier({
    credentials: { find: () => ({ secretAccessKey, account: '000000000000' }) },
    clock: { ...clock, nowMs: () => Date.parse('2011-09-09T23:36:00Z') },
    clockSkewMs: 1000,
    service: 'host',
  })
  const headers = [
    ['Date', 'Mon, 09 Sep 2011 23:36:00 GMT'],
    ['Host', 'host.foo.com'],
    [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/us-east-1/host/aws4_request, SignedHeaders=date;host, Signature=b27ccfbfa7df52a200ff74193ca6e32d4b48b8856fab7ebf1c595d0670a7e470',
    ],
  ] as const
  const request = { requestId: 'vector', method: 'GET', target: '/', headers }
  assert.equal(verifier(request, Buffer.from('')).accessKeyId, 'AKIDEXAMPLE')
})
