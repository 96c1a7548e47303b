/** `GET /attune/faults` and `POST /attune/faults`, in the test mode: the faults in force, and others in their place. */

import { errorCatalogue, invalidInput } from '../contract/errors.ts'
import type { OperationContext } from '../operations/context.ts'
import { operations } from '../operations/table.ts'
import type { Fault, Faults } from '../testing/faults.ts'
import type { Extension } from '../wire/extension.ts'

type Check = readonly [expected: string, is: (value: unknown) => boolean]

const isCount = (least: number) => (value: unknown) => Number.isInteger(value) && (value as number) >= least
const count: Check = ['a whole number from 1', isCount(1)]
const text: Check = ['a text', value => typeof value === 'string' && value !== '']

const isOperation = (value: unknown): boolean => operations.some(({ name }) => name === value)

const ofOperation: Readonly<Record<string, Check>> = {
  operation: ['the name of an operation', isOperation],
  error: [`one of ${Object.keys(errorCatalogue).join(', ')}`, value => Object.hasOwn(errorCatalogue, String(value))],
  message: text,
  delayMs: ['milliseconds up to a minute', value => isCount(0)(value) && (value as number) <= 60_000],
  fromCall: count,
  times: count,
}

const ofResource: Readonly<Record<string, Check>> = {
  resource: text,
  failureReason: text,
  delaySeconds: ['a number of seconds', value => typeof value === 'number' && value >= 0],
  times: count,
}

function checked(value: unknown): Fault {
  if (typeof value !== 'object' || value === null) throw invalidInput('A fault must be an object.')
  const checks = 'operation' in value ? ofOperation : ofResource
  for (const [name, member] of Object.entries(value)) {
    const [expected, is] = checks[name] ?? []
    if (!is) throw invalidInput(`A fault has no member ${name}; there are ${Object.keys(checks).join(', ')}.`)
    if (!is(member)) throw invalidInput(`${name} of a fault must be ${expected}.`)
  }
  if ('operation' in value || 'resource' in value) return value as Fault
  throw invalidInput('A fault must name an operation or a resource.')
}

const shown = (faults: Faults) => ({ faults: faults.states().map(({ fault, ...counts }) => ({ ...fault, ...counts })) })

export const faultExtensions = (faults: Faults): readonly Extension<OperationContext>[] => [
  { method: 'GET', path: '/attune/faults', handle: async () => shown(faults) },
  {
    method: 'POST',
    path: '/attune/faults',
    handle: async ({ faults: given }) => {
      if (!Array.isArray(given)) throw invalidInput('faults must be a list; an empty one ends all faults.')
      faults.set(given.map(checked))
      return shown(faults)
    },
  },
]
