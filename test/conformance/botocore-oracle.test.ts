/**
 * botocore's signer as a third oracle: boto3 and the AWS CLI sign with it. A small Python program signs random requests,
 * the verifier must accept each and refuse it once changed. `ATTUNE_PYTHON` names a Python that has botocore.
 */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { systemClock } from '../../src/base/clock.ts'
import type { RequestHead } from '../../src/wire/request.ts'
import { createVerifier } from '../../src/wire/signature.ts'
import { type SampleRequest, sampleRequest, targetOf } from '../fixtures/wire/request-sample.ts'

const python = process.env.ATTUNE_PYTHON
const skip = python === undefined ? 'ATTUNE_PYTHON does not name a Python with botocore' : false
const program = join(import.meta.dirname, 'botocore-sign.py')
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const token = 'a session token'

interface Signed {
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
}

/** botocore signs for the present moment only. */
const sign = (samples: readonly SampleRequest[], sessionToken?: string): readonly Signed[] => {
  const lines = samples.map(sample =>
    JSON.stringify({ ...keys, ...sample, sessionToken, url: `http://localhost:4646${targetOf(sample)}` }),
  )
  const output = execFileSync(python!, [program], { input: lines.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 28 })
  return output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Signed)
}

const headOf = (sample: SampleRequest, signed: Signed): RequestHead => ({
  requestId: 'r',
  method: sample.method,
  target: signed.target,
  headers: [['Host', 'localhost:4646'], ...signed.headers],
})

const verifierFor = (sessionToken?: string) =>
  createVerifier({
    credentials: {
      find: () => ({
        secretAccessKey: keys.secretAccessKey,
        account: '000000000000',
        ...(sessionToken === undefined ? {} : { sessionToken }),
      }),
    },
    clock: systemClock,
    clockSkewMs: 300_000,
  })

describe('requests signed by botocore', { skip }, () => {
  for (const sessionToken of [undefined, token]) {
    test(`are accepted ${sessionToken ? 'with' : 'without'} a session token, and refused once changed`, () => {
      const samples = fc.sample(sampleRequest, 300)
      const signed = sign(samples, sessionToken)
      assert.equal(signed.length, samples.length)
      const verify = verifierFor(sessionToken)
      for (const [index, sample] of samples.entries()) {
        const head = headOf(sample, signed[index]!)
        const body = Buffer.from(sample.body)
        assert.equal(verify(head, body).region, sample.region, JSON.stringify(sample))
        assert.throws(() => verify(head, Buffer.from(`${sample.body} `)), { code: 'InvalidSignatureException' })
        assert.throws(() => verify({ ...head, method: 'PATCH' }, body), { code: 'InvalidSignatureException' })
      }
    })
  }
})
