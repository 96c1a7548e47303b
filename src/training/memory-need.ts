/**
 * Refuses a training whose arrays would not fit before it begins: a process that is killed for its memory tells nobody why.
 * The bound is `trainingMemoryMb`, or what the machine has where that is less. What is counted is what every training holds:
 * the interactions, their parts and sparse copies, and the rows of items with their room to grow. Parts that need more look at
 * what is left themselves and do with less. `docs/decisions/0313-what-a-training-holds.md` holds it against what was measured.
 */

import { totalmem } from 'node:os'
import type { Snapshot } from '../datasets/snapshot.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { rowLengthMax } from './trainers/row-length.ts'

/** Item and time: as read, within history lengths, of training users, without what is held out; and the sparse copies. */
const bytesPerInteraction = 5 * (4 + 8) + 4
const bytesPerWeight = 4 * 4
/** Of a context, or of event types: as read, and ahead by one for the sequence model. */
const bytesPerCode = 2 * 4
/** An item and its weight. */
const bytesPerEntry = 4 + 4
/** Followers, kept while the neighbours grow by half and are copied at the end. */
const [followersWanted, neighboursWanted, growth] = [300, 500, 2.5]
const bytesPerMb = 1024 * 1024

export interface TrainingSize {
  readonly itemCount: number
  readonly interactionCount: number
  readonly hasWeights: boolean
  /** Columns of which every interaction has a code. */
  readonly codeCount: number
}

type Read = Pick<Snapshot, 'histories' | 'situations' | 'events'>

const sizeOf = ({ histories: { itemCount, items, weights }, situations, events }: Read): TrainingSize => ({
  itemCount,
  interactionCount: items.length,
  hasWeights: weights !== undefined,
  codeCount: (situations?.contexts.length ?? 0) + (events?.types ? 1 : 0),
})

const bytesOfEach = ({ hasWeights, codeCount }: TrainingSize): number =>
  bytesPerInteraction + (hasWeights ? bytesPerWeight : 0) + codeCount * bytesPerCode

/** Items without interactions have no rows. */
function bytesOfRows({ itemCount, interactionCount }: TrainingSize): number {
  const lengths = rowLengthMax(itemCount, followersWanted) + growth * rowLengthMax(itemCount, neighboursWanted)
  return bytesPerEntry * lengths * Math.min(itemCount, interactionCount)
}

export const neededBytes = (size: TrainingSize): number => bytesOfEach(size) * size.interactionCount + bytesOfRows(size)

export const neededMb = (read: Read): number => Math.ceil(neededBytes(sizeOf(read)) / bytesPerMb)

/** Of the machine, or of the container that the process may use of it. */
const machineMemoryMb = (): number => {
  const allowed = process.constrainedMemory()
  return Math.floor((allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()) / bytesPerMb)
}

/** Gives the megabytes that are left for what parts need beyond. */
export function checkMemory(read: Read, settingMb: number, machineMb: number = machineMemoryMb()): number {
  const size = sizeOf(read)
  const memoryMb = Math.min(settingMb, machineMb)
  const needed = neededMb(read)
  if (needed <= memoryMb) return memoryMb - needed
  const fits = Math.max(0, Math.floor((memoryMb * bytesPerMb - bytesOfRows(size)) / bytesOfEach(size)))
  const [bound, advice] =
    settingMb <= machineMb
      ? [`trainingMemoryMb is ${settingMb}`, `Raise the setting to ${needed} or more`]
      : [`the machine has ${machineMb}`, 'Give it more']
  throw new JobFailure(
    `Create failed. Training on ${size.interactionCount} interactions with ${size.itemCount} items takes some ${needed} MB and ${bound}, enough for ${fits} interactions. ${advice}, or train on fewer events.`,
  )
}
