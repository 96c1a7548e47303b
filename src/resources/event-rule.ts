/** Which interactions a solution takes, as data: trainings pick rows by it, requests pick what stands in a history. */

export interface EventRule {
  /** Absent: any. Compared to the letter. */
  readonly eventType?: string
  /** Interactions below it or without an EVENT_VALUE are left out. */
  readonly eventValueMin?: number
  /** How much reaching such an interaction is worth. */
  readonly weight: number
}
