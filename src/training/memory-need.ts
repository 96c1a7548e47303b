/**
 * Refuses a training whose arrays would not fit before it begins: a process that is killed for its memory tells nobody why.
 * The bound is `trainingMemoryMb`, or what the machine has where that is less. What is counted is what every training holds:
 * the interactions, read once and split twice, their sparse copies by user and by item, and the rows of items with their
 * room to grow. Parts that need more look at what is left themselves and do with less.
 */

import { totalmem } from 'node:os'
import type { Histories } from '../algorithms/histories.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { rowLengthMax } from './trainers/row-length.ts'

/** Item, time and weight of each in five copies; 25 million took what this says [bench/scale]. */
const bytesPerInteraction = 5 * (4 + 8 + 4)
/** An item and its weight in a row; rows grow by half and are copied at the end. */
const bytesPerEntry = 8 * 2.5
const entriesWanted = 300
const bytesPerMb = 1024 * 1024

type Size = Pick<Histories, 'itemCount'> & { readonly interactionCount: number }

export const neededBytes = ({ itemCount, interactionCount }: Size): number =>
  bytesPerInteraction * interactionCount + bytesPerEntry * itemCount * rowLengthMax(itemCount, entriesWanted)

/** Of the machine, or of the container that the process may use of it. */
const machineMemoryMb = (): number => {
  const allowed = process.constrainedMemory()
  return Math.floor((allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()) / bytesPerMb)
}

/** Gives the megabytes that are left for what parts need beyond. */
export function checkMemory(histories: Histories, settingMb: number, machineMb: number = machineMemoryMb()): number {
  const { itemCount, items } = histories
  const memoryMb = Math.min(settingMb, machineMb)
  const needed = Math.ceil(neededBytes({ itemCount, interactionCount: items.length }) / bytesPerMb)
  if (needed <= memoryMb) return memoryMb - needed
  const left = memoryMb * bytesPerMb - neededBytes({ itemCount, interactionCount: 0 })
  const fits = Math.max(0, Math.floor(left / bytesPerInteraction))
  const [bound, advice] =
    settingMb <= machineMb
      ? [`trainingMemoryMb is ${settingMb}`, `Raise the setting to ${needed} or more`]
      : [`the machine has ${machineMb}`, 'Give it more']
  throw new JobFailure(
    `Create failed. Training on ${items.length} interactions with ${itemCount} items takes some ${needed} MB and ${bound}, enough for ${fits} interactions. ${advice}, or train on fewer events.`,
  )
}
