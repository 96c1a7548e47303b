/**
 * Our declarations against what the official SDK clients carry: operation names, bindings of the requests they really
 * build, members, kinds of members, required flags, sensitive marks, errors and paginators. Runs everywhere, because the
 * clients are installed packages; bounds, patterns and enums are only in the published descriptions
 * (service-models.test.ts).
 *
 * The clients export a compact schema of each operation under `<Operation>$`, arrays of
 * `[kind, namespace, name, traits, …]`; a structure continues with member names, member schemas and the number of required
 * members, which come first. `reference` is a schema, a function that gives one, `[reference, traits]`, or a number for a
 * simple type [read from the packages].
 */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as control from '@aws-sdk/client-personalize'
import * as events from '@aws-sdk/client-personalize-events'
import * as runtime from '@aws-sdk/client-personalize-runtime'
import type { Service } from '../../src/contract/errors.ts'
import type { Operation } from '../../src/contract/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { compact, type DescribedShape, describeDeclared } from './described-shape.ts'

type Exports = Readonly<Record<string, unknown>>

const packages: Readonly<
  Record<Service, { readonly name: string; readonly exports: Exports; readonly client: string }>
> = {
  personalize: { name: '@aws-sdk/client-personalize', exports: control as Exports, client: 'PersonalizeClient' },
  'personalize-runtime': {
    name: '@aws-sdk/client-personalize-runtime',
    exports: runtime as Exports,
    client: 'PersonalizeRuntimeClient',
  },
  'personalize-events': {
    name: '@aws-sdk/client-personalize-events',
    exports: events as Exports,
    client: 'PersonalizeEventsClient',
  },
}

/** What both sides can say about a shape. */
interface Outline {
  readonly kind: 'text' | 'number' | 'boolean' | 'timestamp' | 'list' | 'map' | 'structure'
  readonly isSensitive?: true
  readonly item?: Outline
  readonly value?: Outline
  readonly members?: Readonly<Record<string, Outline>>
  readonly required?: readonly string[]
}

const kindOf: Readonly<Record<string, Outline['kind']>> = {
  string: 'text',
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  double: 'number',
  timestamp: 'timestamp',
  list: 'list',
  map: 'map',
  structure: 'structure',
}

const declaredOutline = (shape: DescribedShape): Outline =>
  compact<Outline>({
    kind: kindOf[shape.type]!,
    // JSON-valued members lose the mark: the clients give it on the synthesised type only.
    isSensitive: shape.isSensitive && !shape.isJsonValue ? true : undefined,
    item: shape.item && declaredOutline(shape.item),
    value: shape.value && declaredOutline(shape.value),
    members:
      shape.members &&
      Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, declaredOutline(member)])),
    required: shape.required,
  } as Outline)

const simpleKinds: Readonly<Record<number, Outline['kind']>> = { 0: 'text', 1: 'number', 2: 'boolean', 4: 'timestamp' }
const sensitiveBit = 8
const listModifier = 64
const mapModifier = 128

const numberOutline = (code: number): Outline => {
  const simple = (inner: number): Outline => ({ kind: simpleKinds[inner]! })
  if (code >= mapModifier) return { kind: 'map', value: simple(code - mapModifier) }
  return code >= listModifier ? { kind: 'list', item: simple(code - listModifier) } : simple(code)
}

const isReferenceWithTraits = (schema: readonly unknown[]): boolean =>
  typeof schema[0] !== 'number' || schema.length === 2

const clientOutline = (reference: unknown): Outline => {
  if (typeof reference === 'function') return clientOutline(reference())
  if (typeof reference === 'number') return numberOutline(reference)
  const schema = reference as readonly unknown[]
  if (isReferenceWithTraits(schema)) return clientOutline(schema[0])
  const traits = schema[3]
  const isSensitive = typeof traits === 'number' && (traits & sensitiveBit) !== 0 ? (true as const) : undefined
  switch (schema[0]) {
    case 0:
      return compact<Outline>({ ...clientOutline(schema[4]), isSensitive } as Outline)
    case 1:
      return compact<Outline>({ kind: 'list', isSensitive, item: clientOutline(schema[4]) } as Outline)
    case 2:
      return compact<Outline>({ kind: 'map', isSensitive, value: clientOutline(schema[5]) } as Outline)
    case 3: {
      const names = schema[4] as readonly string[]
      const members = (schema[5] as readonly unknown[]).map((member, index) => [names[index]!, clientOutline(member)])
      const required = names.slice(0, (schema[6] as number | undefined) ?? 0).toSorted()
      return compact<Outline>({
        kind: 'structure',
        isSensitive,
        members: Object.fromEntries(members),
        required,
      } as Outline)
    }
    default:
      throw new Error(`a schema kind this test does not know: ${schema[0]}`)
  }
}

const declaredOf = (service: Service): readonly Operation[] =>
  operations.filter(operation => operation.service === service) as readonly Operation[]

interface SentRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** What the client would put on the wire for an operation, caught before it goes there. */
const sentRequest = async (service: Service, operation: string): Promise<SentRequest> => {
  const { exports, client } = packages[service]
  let sent: SentRequest | undefined
  const Client = exports[client] as new (options: object) => { send(command: unknown): Promise<unknown> }
  const Command = exports[`${operation}Command`] as new (input: object) => unknown
  const caught = new Error('caught')
  const instance = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
    requestHandler: {
      handle: (request: SentRequest) => {
        sent = request
        return Promise.reject(caught)
      },
    },
  })
  await assert.rejects(instance.send(new Command({})), caught)
  return sent!
}

const documentedErrors = (service: Service, operation: string): readonly string[] => {
  const main = fileURLToPath(import.meta.resolve(packages[service].name))
  const file = main.replace(/dist-[a-z]+[\\/]index\.js$/, `dist-types/commands/${operation}Command.d.ts`)
  const thrown = [...readFileSync(file, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)].map(match => match[1]!)
  return thrown.filter(name => !/^Personalize\w*ServiceException$/.test(name)).sort()
}

for (const service of Object.keys(packages) as Service[]) {
  describe(`declarations of ${service} against ${packages[service].name}`, () => {
    const { exports } = packages[service]
    const ours = declaredOf(service)

    test('has exactly the operations of the client', () => {
      const theirs = Object.keys(exports).flatMap(name => /^(\w+)Command$/.exec(name)?.[1] ?? [])
      assert.deepEqual(ours.map(operation => operation.name).sort(), theirs.filter(name => name !== '$').sort())
    })

    test('has the paginators of the client', () => {
      const theirs = Object.keys(exports).flatMap(name => /^paginate(\w+)$/.exec(name)?.[1] ?? [])
      const paging = ours.filter(
        // The one that takes tokens without having a paginator [doc: model].
        ({ name, input }) => describeDeclared(input).members?.nextToken && name !== 'ListDataDeletionJobs',
      )
      assert.deepEqual(paging.map(operation => operation.name).sort(), theirs.sort())
    })

    for (const operation of ours) {
      test(`${operation.name} has the members, bindings and errors of the client`, async () => {
        const schema = exports[`${operation.name}$`] as readonly unknown[]
        assert.deepEqual(declaredOutline(describeDeclared(operation.input)), clientOutline(schema[4]))
        const output = (schema[5] as () => unknown)()
        if (operation.output === undefined) assert.equal(output, 'unit')
        else assert.deepEqual(declaredOutline(describeDeclared(operation.output)), clientOutline(output))

        const sent = await sentRequest(service, operation.name)
        assert.deepEqual([sent.method, sent.path], ['POST', operation.path ?? '/'])
        const target = service === 'personalize' ? `AmazonPersonalize.${operation.name}` : undefined
        assert.equal(sent.headers['x-amz-target'], target)
        assert.match(sent.headers.authorization!, /\/us-east-1\/personalize\/aws4_request,/)

        assert.deepEqual([...operation.errors].sort(), documentedErrors(service, operation.name))
      })
    }
  })
}
