/**
 * The two protocols as bytes: envelopes, codes, statuses, headers, routing. Sources: control-plane page section 1, runtime
 * page section 9 ([sample] unless a test says otherwise).
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as controlSdk from '@aws-sdk/client-personalize'
import * as eventsSdk from '@aws-sdk/client-personalize-events'
import * as runtimeSdk from '@aws-sdk/client-personalize-runtime'
import { ApiError, inUse, notFound } from '../../src/contract/errors.ts'
import { control, exchange, type Handler, keys, type Probe, rest, startProbe } from '../fixtures/wire/probe-server.ts'

const schemaArn = 'arn:aws:personalize:eu-west-1:111122223333:schema/s'
const campaignArn = 'arn:aws:personalize:eu-west-1:111122223333:campaign/c'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const seen: unknown[] = []

const handlers: Readonly<Record<string, Handler>> = {
  ListSchemas: async (_, { caller }) => ({ schemas: [{ name: caller.region, schemaArn: caller.account, hidden: 1 }] }),
  DescribeSchema: async input => {
    if (input.schemaArn === schemaArn) return { schema: { name: 's', creationDateTime: 1712345678.123, failure: null } }
    throw notFound('schema', String(input.schemaArn))
  },
  DeleteSchema: async () => undefined,
  // InvalidNextTokenException belongs to lists only.
  DeleteFilter: async () => {
    throw new ApiError('InvalidNextTokenException', 'not mine to raise')
  },
  CreateSchema: async () => {
    throw new TypeError('the secret of the house is 42')
  },
  PutEvents: async input => {
    seen.push(input)
  },
  PutItems: async () => {
    throw inUse('busy')
  },
  GetRecommendations: async input => {
    if (input.userId === 'nobody') throw notFound('campaign', campaignArn)
    return { itemList: [{ itemId: 'i', score: 0.5 }], recommendationId: 'RID' }
  },
}

describe('the wire', () => {
  let server: Probe

  before(async () => {
    server = await startProbe({
      handlers,
      extensions: [
        {
          method: 'GET',
          path: '/attune/echo',
          handle: async (input, { caller }) => ({ input, account: caller.account }),
        },
        { method: 'POST', path: '/attune/echo', handle: async input => ({ input }) },
        { method: 'DELETE', path: '/attune/echo', handle: async () => undefined },
      ],
    })
  })
  after(() => server.close())

  const errorOf = (body: string) => JSON.parse(body) as { __type: string; message?: string }

  describe('control plane', () => {
    test('answers the declared shape as application/x-amz-json-1.1 with a request id', async () => {
      const answer = await exchange(server, control('DescribeSchema', { schemaArn }))
      assert.equal(answer.status, 200)
      assert.equal(answer.body, '{"schema":{"name":"s","creationDateTime":1712345678.123}}')
      assert.equal(answer.headers['content-type'], 'application/x-amz-json-1.1')
      assert.match(String(answer.headers['x-amzn-requestid']), uuid)
      assert.ok(!Number.isNaN(Date.parse(String(answer.headers.date))))
    })

    test('tells handlers the account of the key and the region of the signature', async () => {
      const answer = await exchange(server, { ...control('ListSchemas', {}), region: 'ap-south-1' })
      assert.equal(answer.body, '{"schemas":[{"name":"ap-south-1","schemaArn":"111122223333"}]}')
    })

    test('reads an absent body as an empty one', async () => {
      const { body: _, ...without } = control('ListSchemas', {})
      assert.equal((await exchange(server, without)).status, 200)
    })

    test('answers an operation without output with an empty body', async () => {
      const answer = await exchange(server, control('DeleteSchema', { schemaArn }))
      assert.deepEqual([answer.status, answer.body, answer.headers['content-length']], [200, '', '0'])
    })

    test('answers a modelled error with 400, not found included', async () => {
      const answer = await exchange(server, control('DescribeSchema', { schemaArn: `${schemaArn}2` }))
      assert.equal(answer.status, 400)
      assert.equal(
        answer.body,
        `{"__type":"ResourceNotFoundException","message":"The given schema does not exist: ${schemaArn}2"}`,
      )
      assert.match(String(answer.headers['x-amzn-requestid']), uuid)
    })

    for (const target of [
      'AmazonPersonalize.NoSuch',
      'DynamoDB_20120810.ListTables',
      'AmazonPersonalize.GetRecommendations',
      '',
    ]) {
      test(`answers the unknown target '${target}' with the 38 recorded bytes`, async () => {
        const answer = await exchange(server, { target, body: '{}' })
        assert.equal(answer.status, 400)
        assert.equal(answer.body, '{"__type":"UnknownOperationException"}')
        assert.equal(answer.headers['content-length'], '38')
      })
    }

    test('knows no operation by GET', async () => {
      const { body: _, ...given } = control('ListSchemas', {})
      const answer = await exchange(server, { ...given, method: 'GET' })
      assert.equal(errorOf(answer.body).__type, 'UnknownOperationException')
    })

    test('says clearly what is declared but not served yet', async () => {
      const answer = await exchange(server, control('CreateDatasetGroup', { name: 'g' }))
      assert.equal(answer.status, 501)
      const { __type, message } = errorOf(answer.body)
      assert.equal(__type, 'NotImplementedException')
      assert.match(message!, /^CreateDatasetGroup .*docs\/reference\/compatibility\.md/)
    })

    test('checks the input of an operation that is not served yet', async () => {
      const answer = await exchange(server, control('CreateDatasetGroup', { name: '-' }))
      assert.equal(errorOf(answer.body).__type, 'ValidationException')
    })
  })

  describe('runtime and events', () => {
    test('answers application/json', async () => {
      const answer = await exchange(server, rest('/recommendations', { campaignArn, userId: 'u' }))
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], 'application/json')
      assert.equal(answer.body, '{"itemList":[{"itemId":"i","score":0.5}],"recommendationId":"RID"}')
    })

    test('answers an accepted event with an empty body without a type', async () => {
      const event = { eventType: 'view', sentAt: 1712345678.25, properties: '{"a":1}', unknown: true }
      const answer = await exchange(server, rest('/events', { trackingId: 't', sessionId: 's', eventList: [event] }))
      assert.deepEqual([answer.status, answer.body, answer.headers['content-type']], [200, '', undefined])
      assert.deepEqual(seen.at(-1), {
        trackingId: 't',
        sessionId: 's',
        eventList: [{ eventType: 'view', sentAt: 1712345678.25, properties: '{"a":1}' }],
      })
    })

    test('answers not found with 404 and in use with 409, code in header and body', async () => {
      const missing = await exchange(server, rest('/recommendations', { campaignArn, userId: 'nobody' }))
      assert.equal(missing.status, 404)
      assert.equal(missing.headers['x-amzn-errortype'], 'ResourceNotFoundException')
      assert.equal(errorOf(missing.body).__type, 'ResourceNotFoundException')
      const busy = await exchange(server, rest('/items', { datasetArn: schemaArn, items: [{ itemId: 'i' }] }))
      assert.deepEqual([busy.status, errorOf(busy.body)], [409, { __type: 'ResourceInUseException', message: 'busy' }])
    })

    test('answers an unknown path with 404', async () => {
      for (const path of ['/no-such', '/recommendations/', '/healthz/x']) {
        const answer = await exchange(server, rest(path, {}))
        assert.equal(answer.status, 404, path)
        assert.equal(answer.headers['x-amzn-errortype'], 'UnknownOperationException')
      }
    })

    test('answers another method on a known path with 404', async () => {
      assert.equal((await exchange(server, { ...rest('/recommendations', {}), method: 'PUT' })).status, 404)
    })
  })

  describe('faults of ours', () => {
    test('an unexpected error is a 500 that tells nothing, and is logged with the request id', async () => {
      const answer = await exchange(server, control('CreateSchema', { name: 's', schema: '{}' }))
      assert.equal(answer.status, 500)
      assert.deepEqual(errorOf(answer.body), {
        __type: 'InternalFailure',
        message: 'The request processing has failed because of an internal error.',
      })
      const line = server.logged.find(text => text.includes(String(answer.headers['x-amzn-requestid'])))
      assert.match(line ?? '', /the secret of the house is 42/)
    })

    test('an error that the operation does not declare is answered and logged as a bug', async () => {
      const answer = await exchange(server, control('DeleteFilter', { filterArn: schemaArn }))
      assert.equal(errorOf(answer.body).__type, 'InvalidNextTokenException')
      const line = server.logged.find(text => text.includes(String(answer.headers['x-amzn-requestid'])))
      assert.match(line ?? '', /operation raised an undeclared error/)
    })

    test('no secret and no signature is ever logged', () => {
      assert.ok(!server.logged.some(line => line.includes(keys.secretAccessKey) || /Signature=/.test(line)))
    })
  })

  describe('authentication', () => {
    test('is asked for before anything is said about operations', async () => {
      for (const given of [
        control('ListSchemas', {}),
        control('NoSuch', {}),
        rest('/no-such', {}),
        rest('/attune/echo', {}),
      ]) {
        const answer = await exchange(server, { ...given, isSigned: false })
        assert.equal(answer.status, 403)
        assert.equal(errorOf(answer.body).__type, 'MissingAuthenticationTokenException')
      }
    })

    test('a wrong secret, an unknown key, another service, a skewed clock', async () => {
      const options = { region: 'us-east-1', endpoint: server.url, maxAttempts: 1 }
      const ask = async (config: object): Promise<readonly [string, number | undefined]> => {
        const client = new controlSdk.PersonalizeClient({ ...options, credentials: keys, ...config })
        try {
          await client.send(new controlSdk.ListSchemasCommand({}))
          return ['', 200]
        } catch (error) {
          const { name, $metadata } = error as controlSdk.PersonalizeServiceException
          return [name, $metadata.httpStatusCode]
        } finally {
          client.destroy()
        }
      }
      assert.deepEqual(await ask({}), ['', 200])
      assert.deepEqual(await ask({ credentials: { ...keys, secretAccessKey: 'guess' } }), [
        'InvalidSignatureException',
        403,
      ])
      assert.deepEqual(await ask({ credentials: { ...keys, accessKeyId: 'X' } }), ['UnrecognizedClientException', 403])
      assert.deepEqual(await ask({ signingName: 's3' }), ['InvalidSignatureException', 403])
      assert.deepEqual(await ask({ systemClockOffset: 301_000 }), ['InvalidSignatureException', 403])
    })

    test('an SDK with a skewed clock corrects itself by our date and gets through', async () => {
      const client = new controlSdk.PersonalizeClient({
        region: 'eu-west-1',
        endpoint: server.url,
        credentials: keys,
        systemClockOffset: -3_600_000,
      })
      const answer = await client.send(new controlSdk.ListSchemasCommand({}))
      client.destroy()
      assert.equal(answer.$metadata.attempts, 2)
    })
  })

  describe('the official clients', () => {
    const options = () => ({ region: 'eu-west-1', endpoint: server.url, credentials: keys, maxAttempts: 1 })

    test('control plane: dates, request ids and typed errors', async () => {
      const client = new controlSdk.PersonalizeClient(options())
      const answer = await client.send(new controlSdk.DescribeSchemaCommand({ schemaArn }))
      assert.deepEqual(answer.schema?.creationDateTime, new Date(1712345678123))
      assert.match(answer.$metadata.requestId ?? '', uuid)
      await client.send(new controlSdk.DeleteSchemaCommand({ schemaArn }))
      await assert.rejects(
        client.send(new controlSdk.DescribeSchemaCommand({ schemaArn: `${schemaArn}2` })),
        (error: unknown) =>
          error instanceof controlSdk.ResourceNotFoundException && error.message.endsWith('schema/s2'),
      )
      client.destroy()
    })

    test('runtime: answers and typed errors', async () => {
      const client = new runtimeSdk.PersonalizeRuntimeClient(options())
      const answer = await client.send(new runtimeSdk.GetRecommendationsCommand({ campaignArn, userId: 'u' }))
      assert.deepEqual(answer.itemList, [{ itemId: 'i', score: 0.5 }])
      await assert.rejects(
        client.send(new runtimeSdk.GetRecommendationsCommand({ campaignArn, userId: 'nobody' })),
        (error: unknown) =>
          error instanceof runtimeSdk.ResourceNotFoundException && error.$metadata.httpStatusCode === 404,
      )
      client.destroy()
    })

    test('events: properties arrive as the text that was sent, also when the client encodes an object', async () => {
      const client = new eventsSdk.PersonalizeEventsClient(options())
      const send = (properties: eventsSdk.Event['properties']) =>
        client.send(
          new eventsSdk.PutEventsCommand({
            trackingId: 't',
            sessionId: 's',
            eventList: [{ eventType: 'view', sentAt: new Date(1712345678250), properties }],
          }),
        )
      for (const properties of ['{"a":1}', { a: 1 } as unknown as eventsSdk.Event['properties']]) {
        await send(properties)
        const [event] = (seen.at(-1) as { eventList: Record<string, unknown>[] }).eventList
        assert.deepEqual(event, { eventType: 'view', sentAt: 1712345678.25, properties: '{"a":1}' })
      }
      client.destroy()
    })
  })

  describe('routes beside the API', () => {
    test('health needs no signature', async () => {
      const answer = await exchange(server, { method: 'GET', path: '/healthz', isSigned: false })
      assert.deepEqual([answer.status, answer.body], [200, '{"status":"ok"}'])
    })

    test('extensions read a query or a body and answer JSON', async () => {
      const get = await exchange(server, { method: 'GET', path: '/attune/echo?a=1&b=x%20y' })
      assert.deepEqual(JSON.parse(get.body), { input: { a: '1', b: 'x y' }, account: '111122223333' })
      const post = await exchange(server, rest('/attune/echo', { a: 1 }))
      assert.deepEqual(JSON.parse(post.body), { input: { a: 1 } })
      const gone = await exchange(server, { method: 'DELETE', path: '/attune/echo' })
      assert.deepEqual([gone.status, gone.body], [200, ''])
    })

    test('an extension takes an object only', async () => {
      const answer = await exchange(server, rest('/attune/echo', [1]))
      assert.equal(errorOf(answer.body).__type, 'SerializationException')
    })
  })
})
