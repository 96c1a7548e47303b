/**
 * Aim: every operation refuses every wrong type and every broken constraint of every member, before its handler runs.
 * Method: the faults are derived from the contract, which another test holds against the published models. Each goes
 * through raw HTTP; per operation all broken constraints at once also go through the official SDK, which must show the
 * same code and message. Sources: control-plane wire facts [sample], wording of the API family [sample].
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as control from '@aws-sdk/client-personalize'
import * as events from '@aws-sdk/client-personalize-events'
import * as runtime from '@aws-sdk/client-personalize-runtime'
import type { Operation } from '../../src/contract/operation.ts'
import { asShape, type Shape } from '../../src/contract/shape.ts'
import { operations } from '../../src/operations/table.ts'
import type { RunningServer } from '../../src/wire/server.ts'
import { validValue } from '../fixtures/wire/valid-input.ts'
import { credentials, type RawAnswer, sendRaw, startWire } from '../fixtures/wire/wire-server.ts'

let server: RunningServer

before(async () => {
  server = await startWire(operations as readonly Operation<unknown>[])
})

after(() => server.close())

interface Fault {
  /** Input with exactly one thing wrong. */
  readonly input: unknown
  readonly what: string
  /** Part of the message that must occur. */
  readonly text: string
}

type Put = (value: unknown) => unknown

/** Visits every shape below an input; `put` builds a whole valid input with one value exchanged. */
function visit(shape: Shape, path: string, put: Put, see: (shape: Shape, path: string, put: Put) => void): void {
  see(shape, path, put)
  if (shape.wire === 'structure') {
    const whole = validValue(shape) as Record<string, unknown>
    for (const [name, member] of Object.entries(shape.members as Record<string, Shape>)) {
      visit(member, path === '' ? name : `${path}.${name}`, value => put({ ...whole, [name]: value }), see)
    }
  }
  if (shape.wire === 'list') visit(shape.item as Shape, `${path}.1.member`, value => put([value]), see)
  if (shape.wire === 'map') {
    const [key] = Object.keys(validValue(shape) as object) as [string]
    visit(shape.value as Shape, `${path}.${key}.member`, value => put({ [key]: value }), see)
  }
}

const wrongTypeFor = (shape: Shape): unknown =>
  shape.wire === 'string' || shape.wire === 'boolean'
    ? 7
    : shape.wire === 'list'
      ? {}
      : shape.wire === 'timestamp'
        ? []
        : 'text'

function typeFaults(input: Shape): readonly Fault[] {
  const faults: Fault[] = []
  visit(
    input,
    '',
    value => value,
    (shape, path, put) => {
      if (path !== '') faults.push({ input: put(wrongTypeFor(shape)), what: `${path} of a wrong type`, text: '' })
    },
  )
  return faults
}

const simple = (shape: Shape) => !['structure', 'list', 'map'].includes(shape.wire)
const bound = (shape: Shape) => (['integer', 'float', 'double'].includes(shape.wire) ? 'value' : 'length')

function tooSmall(shape: Shape): unknown {
  if (shape.wire === 'string') return ''
  if (shape.wire === 'list') return []
  if (shape.wire === 'map') return {}
  return (shape.min as number) - 1
}

function tooBig(shape: Shape): unknown {
  const max = shape.max as number
  if (shape.wire === 'string') return (validValue(shape) as string).padEnd(max + 1, 'a')
  if (shape.wire === 'list') return Array.from({ length: max + 1 }, () => validValue(shape.item as Shape))
  if (shape.wire === 'map') {
    const value = validValue(shape.value as Shape)
    return Object.fromEntries(Array.from({ length: max + 1 }, (_, index) => [`k${index}`, value]))
  }
  return max + 1
}

function brokenConstraints(shape: Shape): readonly { value: unknown; rule: string }[] {
  const broken: { value: unknown; rule: string }[] = []
  if (shape.min !== undefined && !(shape.min === 0 && bound(shape) === 'length')) {
    broken.push({
      value: tooSmall(shape),
      rule: `Member must have ${bound(shape)} greater than or equal to ${shape.min}`,
    })
  }
  const keysAreFixed = shape.wire === 'map' && shape.key?.values !== undefined
  if (shape.max !== undefined && !keysAreFixed) {
    broken.push({ value: tooBig(shape), rule: `Member must have ${bound(shape)} less than or equal to ${shape.max}` })
  }
  if (shape.match !== undefined && !shape.match.includes('ASCII')) {
    broken.push({ value: '\u0000', rule: `Member must satisfy regular expression pattern: ${shape.match}` })
  }
  if (shape.values !== undefined) {
    broken.push({ value: 'NO_SUCH_VALUE', rule: `Member must satisfy enum value set: [${shape.values.join(', ')}]` })
  }
  return broken
}

function constraintFaults(input: Shape): readonly Fault[] {
  const faults: Fault[] = []
  visit(
    input,
    '',
    value => value,
    (shape, path, put) => {
      for (const { value, rule } of brokenConstraints(shape)) {
        faults.push({ input: put(value), what: `${path}: ${rule}`, text: rule })
      }
      if (shape.wire !== 'structure') return
      for (const name of shape.required ?? []) {
        const { [name]: _, ...rest } = validValue(shape) as Record<string, unknown>
        const at = path === '' ? name : `${path}.${name}`
        faults.push({
          input: put(rest),
          what: `${at} missing`,
          text: `at '${at}' failed to satisfy constraint: Member must not be null`,
        })
      }
    },
  )
  return faults
}

function errorOf(operation: Operation, answer: RawAnswer): { code: string; message: string } {
  const body = JSON.parse(answer.body)
  assert.ok(answer.headers['x-amzn-requestid'], 'every answer carries a request id')
  assert.equal(
    answer.headers['content-type'],
    operation.service === 'personalize' ? 'application/x-amz-json-1.1' : 'application/json',
  )
  if (operation.service !== 'personalize') assert.equal(answer.headers['x-amzn-errortype'], body.__type)
  return { code: body.__type, message: body.message ?? '' }
}

for (const operation of operations as readonly Operation<unknown>[]) {
  const input = asShape(operation.input)

  test(`${operation.name} refuses every wrong type`, async () => {
    const faults = [{ input: 'text', what: 'a body that is no object', text: '' }, ...typeFaults(input)]
    for (const fault of faults) {
      const answer = await sendRaw(server.port, operation, JSON.stringify(fault.input))
      const { code } = errorOf(operation, answer)
      assert.deepEqual([answer.status, code], [400, 'SerializationException'], fault.what)
    }
  })

  test(`${operation.name} refuses every broken constraint, saying which`, async () => {
    for (const fault of constraintFaults(input)) {
      const answer = await sendRaw(server.port, operation, JSON.stringify(fault.input))
      const { code, message } = errorOf(operation, answer)
      assert.deepEqual([answer.status, code], [400, 'ValidationException'], fault.what)
      assert.match(message, /^\d+ validation errors? detected: /, fault.what)
      assert.ok(message.includes(fault.text), `${fault.what}\nanswered: ${message}`)
    }
  })

  test(`${operation.name} lets a valid input through to its handler`, async () => {
    for (const whole of [false, true]) {
      const answer = await sendRaw(server.port, operation, JSON.stringify(validValue(input, whole)))
      assert.equal(answer.status, 500, answer.body)
      assert.equal(JSON.parse(answer.body).__type, 'InternalFailure')
    }
  })
}

type AnyClient = { send(command: unknown): Promise<unknown>; destroy(): void }

test('the SDKs show the same code and message as the wire, for every operation', async () => {
  const modules = { personalize: control, 'personalize-runtime': runtime, 'personalize-events': events }
  const options = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 }
  const clients: Record<string, AnyClient> = {
    personalize: new control.PersonalizeClient(options) as AnyClient,
    'personalize-runtime': new runtime.PersonalizeRuntimeClient(options) as AnyClient,
    'personalize-events': new events.PersonalizeEventsClient(options) as AnyClient,
  }
  for (const operation of operations as readonly Operation<unknown>[]) {
    const members = asShape(operation.input).members as Record<string, Shape>
    const input = Object.fromEntries(
      Object.entries(members).flatMap(([name, member]) => {
        const [broken] = simple(member) && member.wire !== 'timestamp' ? brokenConstraints(member) : []
        return broken ? [[name, broken.value]] : []
      }),
    )
    const expected = errorOf(operation, await sendRaw(server.port, operation, JSON.stringify(input)))
    const commands = modules[operation.service] as unknown as Record<string, new (input: unknown) => unknown>
    const Command = commands[`${operation.name}Command`]
    assert.ok(Command, `${operation.name} has a command in the SDK`)
    if (Object.keys(input).length === 0) continue
    await assert.rejects(
      () => (clients[operation.service] as AnyClient).send(new Command(input)),
      (error: Error) => {
        assert.equal(error.name, expected.code, operation.name)
        assert.equal(error.message, expected.message, operation.name)
        return true
      },
    )
  }
  for (const client of Object.values(clients)) client.destroy()
})
