/**
 * Refuses a training whose arrays would not fit into `trainingMemoryMb` before it begins: a process that is killed for its
 * memory tells nobody why. What is counted is what every training holds: the interactions, read once and split twice,
 * and the rows of items with their room to grow. Parts that need more look at what there is themselves and do with less.
 */

import type { Histories } from '../algorithms/histories.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { rowLengthMax } from './trainers/row-length.ts'

/** Item, time and weight of each in four copies: all, training users, those less what is held out, order by item. */
const bytesPerInteraction = 4 * (4 + 8 + 4)
/** An item and its weight in a row; rows grow by half and are copied at the end. */
const bytesPerEntry = 8 * 2.5
const entriesWanted = 300
const bytesPerMb = 1024 * 1024

type Size = Pick<Histories, 'itemCount'> & { readonly interactionCount: number }

export const neededBytes = ({ itemCount, interactionCount }: Size): number =>
  bytesPerInteraction * interactionCount + bytesPerEntry * itemCount * rowLengthMax(itemCount, entriesWanted)

export function checkMemory(histories: Histories, memoryMb: number): void {
  const { itemCount, items } = histories
  const needed = Math.ceil(neededBytes({ itemCount, interactionCount: items.length }) / bytesPerMb)
  if (needed <= memoryMb) return
  const left = memoryMb * bytesPerMb - neededBytes({ itemCount, interactionCount: 0 })
  const fits = Math.max(0, Math.floor(left / bytesPerInteraction))
  throw new JobFailure(
    `Create failed. Training on ${items.length} interactions with ${itemCount} items takes some ${needed} MB and trainingMemoryMb is ${memoryMb}, enough for ${fits} interactions. Raise the setting, or train on fewer events.`,
  )
}
