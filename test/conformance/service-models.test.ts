/**
 * Our declarations against the published service descriptions: operations, bindings, members, types, required flags,
 * bounds, patterns, enums, errors and their statuses, sensitive and jsonvalue marks, paginators. Zero differences, in both
 * directions. The descriptions are read from `$ATTUNE_SHARED/api-models`; sdk-schemas.test.ts covers most of the same
 * ground where they are absent.
 */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { errorCatalogue, type Service } from '../../src/contract/errors.ts'
import type { Operation } from '../../src/contract/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { compact, type DescribedShape, describeDeclared } from './described-shape.ts'

interface ModelReference {
  readonly shape: string
  readonly jsonvalue?: boolean
}

interface ModelShape {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
  readonly exception?: boolean
  readonly error?: { readonly httpStatusCode: number }
  readonly member?: ModelReference
  readonly key?: ModelReference
  readonly value?: ModelReference
  readonly members?: Readonly<Record<string, ModelReference>>
  readonly required?: readonly string[]
}

interface ModelOperation {
  readonly http: { readonly method: string; readonly requestUri: string }
  readonly input: ModelReference
  readonly output?: ModelReference
  readonly errors: readonly ModelReference[]
  readonly idempotent?: boolean
}

interface Model {
  readonly metadata: Readonly<Record<string, string>>
  readonly operations: Readonly<Record<string, ModelOperation>>
  readonly shapes: Readonly<Record<string, ModelShape>>
}

interface Paginators {
  readonly pagination: Readonly<
    Record<string, { input_token: string; limit_key: string; output_token: string; result_key: string }>
  >
}

const folder = join(process.env.ATTUNE_SHARED ?? join(import.meta.dirname, '../../../shared'), 'api-models')
const skip = existsSync(folder) ? false : `no service descriptions in ${folder}; ATTUNE_SHARED can name their place`

const services: readonly Service[] = ['personalize', 'personalize-runtime', 'personalize-events']

const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
const modelOf = (service: Service): Model => read(`${service}.service-2.json`)
const declaredOf = (service: Service): readonly Operation[] =>
  operations.filter(operation => operation.service === service) as readonly Operation[]

const described = (model: Model, reference: ModelReference): DescribedShape => {
  const shape = model.shapes[reference.shape]
  assert.ok(shape, `no shape ${reference.shape}`)
  return compact<DescribedShape>({
    type: shape.type,
    min: shape.min,
    max: shape.max,
    pattern: shape.pattern,
    values: shape.enum,
    isSensitive: shape.sensitive ? true : undefined,
    isJsonValue: reference.jsonvalue ? true : undefined,
    item: shape.member && described(model, shape.member),
    key: shape.key && described(model, shape.key),
    value: shape.value && described(model, shape.value),
    members:
      shape.members &&
      Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, described(model, member)])),
    required: shape.members && [...(shape.required ?? [])].sort(),
  } as DescribedShape)
}

const published = (model: Model, operation: ModelOperation) => ({
  method: operation.http.method,
  path: operation.http.requestUri,
  idempotent: operation.idempotent ?? false,
  input: described(model, operation.input),
  output: operation.output && described(model, operation.output),
  // One operation lists an error twice.
  errors: [...new Set(operation.errors.map(error => error.shape))].sort(),
})

const declared = (operation: Operation) => ({
  method: 'POST',
  path: operation.path ?? '/',
  idempotent: operation.idempotent ?? false,
  input: describeDeclared(operation.input),
  output: operation.output && describeDeclared(operation.output),
  errors: [...operation.errors].sort(),
})

for (const service of services) {
  describe(`declarations of ${service} against its published description`, { skip }, () => {
    const model = skip ? undefined : modelOf(service)
    const ours = declaredOf(service)

    test('has exactly the published operations', () => {
      assert.deepEqual(ours.map(operation => operation.name).sort(), Object.keys(model!.operations).sort())
    })

    for (const operation of ours) {
      test(`${operation.name} is declared as published`, () => {
        assert.deepEqual(declared(operation), published(model!, model!.operations[operation.name]!))
      })
    }

    test('signs, targets and speaks as published', () => {
      const { signingName, targetPrefix, protocol } = model!.metadata
      const isControlPlane = service === 'personalize'
      assert.deepEqual(
        { signingName, targetPrefix, protocol },
        {
          signingName: 'personalize',
          targetPrefix: isControlPlane ? 'AmazonPersonalize' : undefined,
          protocol: isControlPlane ? 'json' : 'rest-json',
        },
      )
    })

    test('has the published errors with their statuses', () => {
      const theirs = Object.entries(model!.shapes)
        .filter(([, shape]) => shape.exception)
        .map(([name, shape]) => [name, shape.error?.httpStatusCode ?? 400] as const)
        .sort()
      const used = [...new Set(ours.flatMap(operation => operation.errors))]
      const status = service === 'personalize' ? 'controlPlaneStatus' : 'status'
      assert.deepEqual(used.map(code => [code, errorCatalogue[code][status]] as const).sort(), theirs)
    })

    test('pages where an SDK pages, and under the same keys', () => {
      const { pagination } = read<Paginators>(`${service}.paginators-1.json`)
      const paging = ours.filter(operation => describeDeclared(operation.input).members?.nextToken)
      // Takes and returns tokens, yet no SDK pages it [doc: model].
      const withoutPaginator = ['ListDataDeletionJobs']
      const expected = paging.filter(operation => !withoutPaginator.includes(operation.name))
      assert.deepEqual(expected.map(operation => operation.name).sort(), Object.keys(pagination).sort())
      for (const operation of expected) {
        const input = describeDeclared(operation.input).members ?? {}
        const output = describeDeclared(operation.output!).members ?? {}
        const lists = Object.keys(output).filter(name => output[name]?.type === 'list')
        assert.deepEqual(
          {
            input_token: 'nextToken' in input && 'nextToken',
            limit_key: 'maxResults' in input && 'maxResults',
            output_token: 'nextToken' in output && 'nextToken',
            result_key: lists.join(),
          },
          pagination[operation.name],
          operation.name,
        )
      }
    })

    test('publishes no trait that this comparison does not know', () => {
      const known = {
        operation: ['documentation', 'errors', 'http', 'idempotent', 'input', 'name', 'output'],
        shape:
          'box documentation enum error exception key max member members min pattern required sensitive type value'.split(
            ' ',
          ),
        member: ['documentation', 'jsonvalue', 'shape'],
      }
      const shapes = Object.values(model!.shapes)
      const unknown = (objects: readonly object[], names: readonly string[]) =>
        [...new Set(objects.flatMap(object => Object.keys(object)))].filter(name => !names.includes(name))
      assert.deepEqual(unknown(Object.values(model!.operations), known.operation), [])
      assert.deepEqual(unknown(shapes, known.shape), [])
      assert.deepEqual(
        unknown(
          shapes.flatMap(shape => Object.values(shape.members ?? {})),
          known.member,
        ),
        [],
      )
    })
  })
}
