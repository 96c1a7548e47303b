/** What the load generator is told and what it tells. */

export interface LoadSpec {
  readonly host: string
  readonly port: number
  /** Whole requests as they go over the wire; sent in turn. */
  readonly requests: readonly string[]
  readonly connectionCount: number
  /** Closed loop without it: each connection sends the next request when it has the answer. */
  readonly requestsPerSecond?: number
  /** Ends by itself after this time; without it, when told to stop. */
  readonly durationMs?: number
}

export interface LoadResult {
  readonly latenciesMs: Float64Array
  readonly elapsedMs: number
  /** Answers other than 200, by status line. */
  readonly failures: Readonly<Record<string, number>>
}
