/**
 * What strangers can make the server spend, and how it ends. Each bound is tried just below and just above. No test
 * measures time: a slow client is noticed by what the server does to it, draining by a gate that the test opens.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import {
  control,
  exchange,
  type Probe,
  type ProbeParts,
  rest,
  signedHeaders,
  startProbe,
} from '../fixtures/wire/probe-server.ts'

const bytesMax = 1024

const withProbe = async (parts: ProbeParts, run: (probe: Probe) => Promise<void>): Promise<void> => {
  const probe = await startProbe(parts)
  try {
    await run(probe)
  } finally {
    await probe.close()
  }
}

const listing = { handlers: { ListSchemas: async () => ({}) } }

/** A request for `ListSchemas` whose body is exactly so long. */
const bodyOf = (byteCount: number) => ({
  ...control('ListSchemas', {}),
  body: `{"x":"${'y'.repeat(byteCount - 8)}"}`,
})

const headText = (probe: Probe, given: Parameters<typeof exchange>[1], extra = ''): string => {
  const headers = signedHeaders(probe.port, given)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${given.path ?? '/'} HTTP/1.1\r\n${lines.join('')}${extra}\r\n`
}

const open = async (probe: Probe): Promise<Socket> => {
  const socket = connect(probe.port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** All that comes until the server ends the connection. */
const untilClosed = async (socket: Socket): Promise<string> => {
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

describe('body size', () => {
  const parts = { ...listing, settings: { bodyBytesMax: bytesMax } }

  test('is served up to the bound', () =>
    withProbe(parts, async probe => {
      assert.equal((await exchange(probe, bodyOf(bytesMax))).status, 200)
    }))

  test('is refused one byte past it, before anything is verified', () =>
    withProbe(parts, async probe => {
      const answer = await exchange(probe, { ...bodyOf(bytesMax + 1), isSigned: false })
      assert.equal(answer.status, 413)
      assert.deepEqual(JSON.parse(answer.body), {
        __type: 'RequestEntityTooLargeException',
        message: `The request body is larger than ${bytesMax} bytes.`,
      })
      assert.equal(answer.headers.connection, 'close')
    }))

  test('is refused on announcement when far past it', () =>
    withProbe(parts, async probe => {
      const socket = await open(probe)
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n')
      assert.match(await untilClosed(socket), /^HTTP\/1\.1 413 /)
    }))

  test('is refused for a body that never says how long it is', () =>
    withProbe(parts, async probe => {
      const socket = await open(probe)
      const closed = untilClosed(socket)
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
      const chunk = `400\r\n${'x'.repeat(0x400)}\r\n`
      for (let sent = 0; sent < 16 && socket.writable; sent++) socket.write(chunk)
      assert.match(await closed, /^HTTP\/1\.1 413 /)
    }))
})

describe('other sizes', () => {
  test('nesting is bounded', () =>
    withProbe(listing, async probe => {
      const nested = (depth: number) => ({
        ...control('ListSchemas', {}),
        body: `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`,
      })
      assert.equal((await exchange(probe, nested(63))).status, 200)
      const answer = await exchange(probe, nested(64))
      assert.deepEqual([answer.status, JSON.parse(answer.body).__type], [400, 'SerializationException'])
      assert.equal((await exchange(probe, nested(400_000))).status, 400)
    }))

  test('headers are bounded, with room for a session token', () =>
    withProbe(listing, async probe => {
      const withHeader = (length: number) => ({
        ...control('ListSchemas', {}),
        headers: { 'x-long': 'x'.repeat(length) },
      })
      assert.equal((await exchange(probe, withHeader(16_000))).status, 200)
      assert.equal((await exchange(probe, withHeader(40_000))).status, 431)
    }))

  test('what is not HTTP is answered and cut off', () =>
    withProbe(listing, async probe => {
      const socket = await open(probe)
      socket.write('\x16\x03\x01 hello\r\n\r\n')
      assert.match(await untilClosed(socket), /^HTTP\/1\.1 400 /)
    }))
})

describe('slow and vanishing clients', () => {
  const parts = { ...listing, settings: { requestTimeoutMs: 100 } }

  test('a client that does not finish its headers is cut off', () =>
    withProbe(parts, async probe => {
      const socket = await open(probe)
      socket.write('POST / HTTP/1.1\r\nhost: x\r\n')
      assert.match(await untilClosed(socket), /^HTTP\/1\.1 408 /)
    }))

  test('a client that does not finish its body is cut off, and that is no failure of ours', () =>
    withProbe(parts, async probe => {
      const socket = await open(probe)
      socket.write(
        headText(probe, control('ListSchemas', {}), 'content-length: 100\r\n').replace(/content-length: 2\r\n/i, ''),
      )
      await untilClosed(socket)
      assert.equal((await exchange(probe, control('ListSchemas', {}))).status, 200)
      assert.deepEqual(
        probe.logged.filter(line => JSON.parse(line).level >= 50),
        [],
      )
    }))

  test('a client that vanishes mid-body leaves no error behind', () =>
    withProbe(listing, async probe => {
      const socket = await open(probe)
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf')
      socket.destroy()
      await once(socket, 'close')
      assert.equal((await exchange(probe, control('ListSchemas', {}))).status, 200)
      assert.deepEqual(
        probe.logged.filter(line => JSON.parse(line).level >= 50),
        [],
      )
    }))
})

describe('closing', () => {
  /** A handler that says when it was reached and waits for the test. */
  const gated = () => {
    const reached = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const handle = async () => {
      reached.resolve()
      await gate.promise
      return {}
    }
    return { reached: reached.promise, open: gate.resolve, handlers: { GetRecommendations: handle } }
  }
  const slow = rest('/recommendations', { userId: 'u' })

  test('finishes what runs, refuses what comes', async () => {
    const gate = gated()
    const probe = await startProbe(gate)
    const running = exchange(probe, slow)
    await gate.reached
    const closing = probe.close()
    await assert.rejects(exchange(probe, slow), { code: 'ECONNREFUSED' })
    gate.open()
    const answer = await running
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.connection, 'close')
    await closing
  })

  test('ends idle connections at once', async () => {
    const probe = await startProbe(listing)
    const socket = await open(probe)
    socket.write(`${headText(probe, control('ListSchemas', {}))}{}`)
    await once(socket, 'data')
    const closed = once(socket, 'close')
    socket.on('error', () => undefined)
    await probe.close()
    await closed
  })

  test('destroys what is still running when the time to drain is over', async () => {
    const gate = gated()
    const over = Promise.withResolvers<void>()
    const clock: Clock = { nowMs: systemClock.nowMs, sleep: () => over.promise }
    const probe = await startProbe({ ...gate, clock })
    const running = exchange(probe, slow)
    await gate.reached
    const closing = probe.close()
    over.resolve()
    await assert.rejects(running, { code: 'ECONNRESET' })
    await closing
    gate.open()
  })

  test('can be asked for twice', async () => {
    const probe = await startProbe()
    await Promise.all([probe.close(), probe.close()])
  })

  test('a taken port is an error of the start', async () => {
    const probe = await startProbe()
    await assert.rejects(startProbe({ settings: { port: probe.port } }), { code: 'EADDRINUSE' })
    await probe.close()
  })
})
