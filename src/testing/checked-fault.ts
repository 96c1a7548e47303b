/**
 * A fault as somebody wrote it, in a program or in a request: a misspelt name would otherwise be a fault that nothing ever meets, and
 * a test that cannot fail.
 */

import { errorCatalogue, invalidInput } from '../contract/errors.ts'
import { operations } from '../operations/table.ts'
import type { Fault } from './faults.ts'

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

export function checkedFault(value: unknown): Fault {
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
