/** Moments and durations as a test writes them, for the clock of its server: what is none is refused, for a clock cannot show it. */

export interface Duration {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

const unitMs: Readonly<Record<string, number>> = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 }

export function millisecondsOf(duration: Duration): number {
  let ms = 0
  for (const [unit, count] of Object.entries(duration)) {
    const each = unitMs[unit]
    if (each === undefined)
      throw new TypeError(`a duration has no ${unit}; there are ${Object.keys(unitMs).join(', ')}`)
    if (!(count >= 0 && Number.isFinite(count)))
      throw new TypeError(`${unit} must be a number, 0 or more, not ${count}`)
    ms += each * count
  }
  return ms
}

/** Epoch milliseconds of a moment that has not passed. */
export function momentMs(moment: Date | string, nowMs: number): number {
  const ms = new Date(moment).getTime()
  if (Number.isNaN(ms)) throw new TypeError(`not a moment: ${moment}`)
  if (ms < nowMs) throw new RangeError('the clock does not go back; start another server with that moment as its clock')
  return ms
}
