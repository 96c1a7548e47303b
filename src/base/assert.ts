/**
 * Faults of the programmer. A failed assertion is a bug in Attune: a job dies loudly, a request gets a 500.
 * Faults of the caller are ApiError (contract/errors.ts); faults of the world are ordinary errors.
 */

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
