/**
 * What an operation is to the wire: a name, a service, a binding, shapes, the errors it may raise, and perhaps a handler.
 * `Context` is whatever the handlers need; the wire passes it through without looking.
 */

import type { ModelledErrorCode, Service } from './errors.ts'
import type { Static, TSchema } from './shape.ts'

export interface Operation<Context = unknown> {
  readonly service: Service
  readonly name: string
  /** REST path of runtime and events operations; the control plane is `POST /` with a target header. */
  readonly path?: string
  readonly idempotent?: boolean
  readonly input: TSchema
  /** Absent: success is 200 with an empty body. */
  readonly output?: TSchema
  readonly errors: readonly ModelledErrorCode[]
  /** Absent: declared, but not served yet. Input has passed validation. */
  readonly handle?: (input: never, context: Context) => Promise<unknown>
}

export type OutputOf<O extends TSchema | undefined> = O extends TSchema ? Static<O> : undefined
