/**
 * The framework check in front of every handler: types first (SerializationException at the first fault), then all
 * constraints at once (one ValidationException that lists them). What comes out fits the declared shape, so handlers
 * check only what crosses members. The code is not a modelled one [sample + inferred: control-plane page, section 1].
 */

import { ApiError } from '../contract/errors.ts'
import type { Shape } from '../contract/shape.ts'
import { violationsOf } from './constraints.ts'
import { readTyped } from './type-faults.ts'

export const validate = (shape: Shape, value: unknown): unknown => {
  const typed = readTyped(shape, value)
  const violations = violationsOf(shape, typed)
  if (violations.length === 0) return typed
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`
  throw new ApiError('ValidationException', `${count}: ${violations.join('; ')}`)
}
