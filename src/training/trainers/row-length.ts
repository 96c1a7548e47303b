/**
 * How many neighbours or followers an item may have in a model. Lists longer than `wanted` bring nothing, and the lists
 * of all items together stay within 32 million entries (256 MB): 320 each at 100,000 items.
 */

const entryCountMax = 32e6
const rowLengthMin = 50

export const rowLengthMax = (itemCount: number, wanted: number): number =>
  Math.min(wanted, Math.max(rowLengthMin, Math.floor(entryCountMax / Math.max(1, itemCount))))
