/** Operations that look for a fault before they serve. */

import { systemClock } from '../base/clock.ts'
import { ApiError } from '../contract/errors.ts'
import type { Operation } from '../contract/operation.ts'
import type { Faults, OperationFault } from './faults.ts'

const messageOf = ({ operation, message }: OperationFault): string =>
  message ?? `${operation} met a fault that a test has set.`

export const withFaultyCalls = <Context>(
  operations: readonly Operation<Context>[],
  faults: Faults,
): readonly Operation<Context>[] =>
  operations.map(operation => {
    const { handle } = operation
    if (!handle) return operation
    return {
      ...operation,
      handle: async (input, context) => {
        const fault = faults.forCall(operation.name)
        if (fault?.delayMs) await systemClock.sleep(fault.delayMs)
        if (fault?.error) throw new ApiError(fault.error, messageOf(fault))
        return handle(input, context)
      },
    }
  })
