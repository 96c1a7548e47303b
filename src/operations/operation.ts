/** Declares one operation: its shapes, its errors and, once it is served, its handler. One file per operation. */

import type { ModelledErrorCode, Service } from '../contract/errors.ts'
import type { Operation, OutputOf } from '../contract/operation.ts'
import type { Static, TSchema } from '../contract/shape.ts'
import type { OperationContext } from './context.ts'

export interface Declaration<I extends TSchema, O extends TSchema | undefined> {
  readonly service: Service
  readonly name: string
  readonly path?: string
  readonly idempotent?: boolean
  readonly input: I
  readonly output?: O
  readonly errors: readonly ModelledErrorCode[]
  readonly handle?: (input: Static<I>, context: OperationContext) => Promise<OutputOf<O>>
}

export const operation = <I extends TSchema, O extends TSchema | undefined = undefined>(
  declaration: Declaration<I, O>,
): Declaration<I, O> & Operation<OperationContext> => declaration as Declaration<I, O> & Operation<OperationContext>
