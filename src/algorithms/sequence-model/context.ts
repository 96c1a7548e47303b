/**
 * What the model may know of an interaction beside its item: its event type, a context column, how long after the one before
 * it came. Each is a column of codes; every code has a vector that is added to the interaction's state. Code 0 stands for
 * what is not known, and a share of training hides all context, or a column of it, so that a model asked without it still answers.
 */

export const unknownCode = 0

/** For each column, a code per interaction; undefined where the column is not known at all. */
export type ContextCodes = readonly (ArrayLike<number> | undefined)[]

export interface ContextColumn {
  /** How many codes there are, 0 included. */
  readonly size: number
  /** In the order of the histories' items. */
  readonly codes: Uint32Array
}

/** Gaps are told apart by powers of two of seconds, up to some 68 years: 0 unknown, 1 the first of its history. */
export const timeGapCodeCount = 34

const codeOfGap = (seconds: number): number =>
  Math.min(timeGapCodeCount - 1, 2 + Math.floor(Math.log2(1 + Math.max(0, seconds))))

/** One history's codes, from its times in seconds, oldest first. */
export const timeGapCodes = (times: ArrayLike<number>): Uint32Array =>
  Uint32Array.from(times, (time, at) => (at === 0 ? 1 : codeOfGap(time - times[at - 1]!)))

/** The column of all histories. */
export function timeGapColumn(offsets: Uint32Array, times: Float64Array): ContextColumn {
  const codes = new Uint32Array(times.length)
  for (let user = 0; user + 1 < offsets.length; user++)
    codes.set(timeGapCodes(times.subarray(offsets[user], offsets[user + 1])), offsets[user])
  return { size: timeGapCodeCount, codes }
}
