/** How long a job waits before its next attempt: the faults of the world pass, or they do not. */

export const retryPolicy = {
  attemptsMax: 3,
  delayMsFirst: 1000,
  delayMsMax: 60_000,
  factor: 4,
} as const

/** `attempts` counts those already spent, one or more. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(retryPolicy.delayMsMax, retryPolicy.delayMsFirst * retryPolicy.factor ** (attempts - 1))
