/** A role must be of the caller's account; the service refuses others before any business rule, in these words [sample]. */

import { ApiError } from '../contract/errors.ts'
import type { Owner } from '../resources/arn.ts'

/** Fits `arn:aws:iam::<account>:role/<name>`, which the shape has checked. */
const accountOfRole = (roleArn: string): string | undefined => roleArn.split(':')[4]

export const checkRole = (roleArn: string | undefined, caller: Owner): void => {
  if (roleArn === undefined || accountOfRole(roleArn) === caller.account) return
  throw new ApiError('AccessDeniedException', 'Cross-account pass role is not allowed.')
}
