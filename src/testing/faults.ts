/**
 * Faults that a test asks for: calls that are refused or slow, resources that fail or take long. A list that is replaced
 * as a whole; each fault counts what it has met and is spent after `times`. In memory only.
 */

import type { ErrorCode } from '../contract/errors.ts'

/** What happens to calls of an operation. */
export interface OperationFault {
  /** `GetRecommendations`. */
  readonly operation: string
  /** Absent: the call is served, late. */
  readonly error?: ErrorCode
  readonly message?: string
  /** Before the call is served or refused, in milliseconds of real time. */
  readonly delayMs?: number
  /** The first call that meets the fault, counted from when it was set; 1 by default. */
  readonly fromCall?: number
  /** Calls that meet it; 1 by default. */
  readonly times?: number
}

/** What happens to the work behind a resource. */
export interface ResourceFault {
  /** Name or ARN of a resource, existing or not; `*` stands for any characters. */
  readonly resource: string
  /** The resource ends in CREATE FAILED with this reason. */
  readonly failureReason?: string
  /** Its work takes this much longer by the server's clock, in seconds. */
  readonly delaySeconds?: number
  /** Pieces of work that meet it; 1 by default. */
  readonly times?: number
}

export type Fault = OperationFault | ResourceFault

export interface FaultState {
  readonly fault: Fault
  /** Calls or pieces of work it was looked up for. */
  readonly seen: number
  /** How often it has struck. */
  readonly struck: number
}

export interface Faults {
  set(faults: readonly Fault[]): void
  states(): readonly FaultState[]
  /** The fault that this call meets; counts the call. */
  forCall(operation: string): OperationFault | undefined
  /** The fault that this piece of work meets, by the ARN and the name of its resource. */
  forResource(arn: string, name: string): ResourceFault | undefined
}

const isOfOperation = (fault: Fault): fault is OperationFault => 'operation' in fault

const patternOf = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

interface Counted<F extends Fault> {
  readonly fault: F
  seen: number
  struck: number
}

const isInForce = ({ fault, seen, struck }: Counted<Fault>): boolean => {
  const from = isOfOperation(fault) ? (fault.fromCall ?? 1) : 1
  return seen >= from && struck < (fault.times ?? 1)
}

/** All that fit count one more; the first of those in force strikes. */
function strike(fitting: readonly Counted<Fault>[]): Fault | undefined {
  for (const counted of fitting) counted.seen += 1
  const hit = fitting.find(isInForce)
  if (hit) hit.struck += 1
  return hit?.fault
}

export function createFaults(initial: readonly Fault[] = []): Faults {
  const counted = (fault: Fault): Counted<Fault> => ({ fault, seen: 0, struck: 0 })
  let all = initial.map(counted)
  return {
    set: faults => {
      all = faults.map(counted)
    },
    states: () => all.map(state => ({ ...state })),
    forCall: operation => {
      const fits = ({ fault }: Counted<Fault>) => isOfOperation(fault) && fault.operation === operation
      return strike(all.filter(fits)) as OperationFault | undefined
    },
    forResource: (arn, name) => {
      const fits = ({ fault }: Counted<Fault>) =>
        !isOfOperation(fault) && [arn, name].some(of => patternOf(fault.resource).test(of))
      return strike(all.filter(fits)) as ResourceFault | undefined
    },
  }
}
