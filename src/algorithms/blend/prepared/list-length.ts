/** How many items an answer scores one by one, by a list of them, and the memory that is set aside for it when a model is loaded. */

import { rowSlack } from './vector-table.ts'

/** Of a catalogue: where a history touches more, items are better scored one after the other. */
const shareMax = 1 / 4

const lengthMin = 16

/** How long a list may be. */
export const listLengthMax = (itemCount: number): number =>
  Math.min(itemCount, lengthMin + Math.floor(itemCount * shareMax))

const lineBytes = 64

/** That scores of such a list take of a memory. */
export const listedBytes = (itemCount: number): number => 3 * (4 * (listLengthMax(itemCount) + rowSlack) + lineBytes)
