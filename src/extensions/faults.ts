/** `GET /attune/faults` and `POST /attune/faults`, in the test mode: the faults in force, and others in their place. */

import { invalidInput } from '../contract/errors.ts'
import type { OperationContext } from '../operations/context.ts'
import { checkedFault } from '../testing/checked-fault.ts'
import type { Faults } from '../testing/faults.ts'
import type { Extension } from '../wire/extension.ts'

const shown = (faults: Faults) => ({ faults: faults.states().map(({ fault, ...counts }) => ({ ...fault, ...counts })) })

export const faultExtensions = (faults: Faults): readonly Extension<OperationContext>[] => [
  { method: 'GET', path: '/attune/faults', handle: async () => shown(faults) },
  {
    method: 'POST',
    path: '/attune/faults',
    handle: async ({ faults: given }) => {
      if (!Array.isArray(given)) throw invalidInput('faults must be a list; an empty one ends all faults.')
      faults.set(given.map(checkedFault))
      return shown(faults)
    },
  },
]
