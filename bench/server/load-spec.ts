/** What the load generator is told and what it tells. */

export interface LoadSpec {
  readonly host: string
  readonly port: number
  /** Whole requests as they go over the wire; sent in turn. */
  readonly requests: readonly string[]
  readonly connectionCount: number
  /** Closed loop without it: each connection sends the next request when it has the answer. */
  readonly requestsPerSecond?: number
  /** At the start, for as long: answers do not count, since connections are opened and the generator's own code is compiled. */
  readonly warmMs?: number
  /** Ends by itself after this time, which comes after the warm one; without it, when told to stop. */
  readonly durationMs?: number
}

export interface LoadResult {
  readonly latenciesMs: Float64Array
  /** For as long as answers counted. */
  readonly elapsedMs: number
  /** Those that do not count, too. */
  readonly sentCount: number
  /** Answers other than 200, by status line. */
  readonly failures: Readonly<Record<string, number>>
}
