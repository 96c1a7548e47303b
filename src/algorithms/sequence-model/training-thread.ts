/**
 * A thread of a training: does its share of every batch, meets the others, updates its part of the weights, meets them
 * again. It plans each epoch itself from the seed, so nothing but the barriers passes between threads within an epoch.
 */

import { assert } from '../../base/assert.ts'
import { seededRandom } from '../../base/random.ts'
import { type Member, serveTeam } from '../../kernels/team-member.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import { BatchGradient } from './batch-gradient.ts'
import { type EpochPlan, planEpoch, shareOut } from './batches.ts'
import { evaluateShare } from './evaluate-share.ts'
import { learningRateAt } from './schedule.ts'
import type { EvaluatedPart, ThreadData, TrainEpoch, TrainedEpoch } from './thread-data.ts'
import { WeightUpdate } from './weight-update.ts'

function trainEpoch(
  member: Member<ThreadData>,
  gradient: BatchGradient,
  update: WeightUpdate,
  { epoch, firstStep, endStep }: TrainEpoch,
): TrainedEpoch {
  const { rows, options, seed, plannedStepCount } = member.data
  const plan = planEpoch(rows, options.lengthMax, options.batchTokenCount, seed, epoch)
  const stepCount = Math.min(plan.batches.length - 1, endStep - firstStep)
  let lossSum = 0
  let lossCount = 0
  for (let batch = 0; batch < stepCount; batch++) {
    const step = firstStep + batch
    const share = shareOut(plan, batch, member.threadCount)[member.index]!
    const random = seededRandom((seed * 31 + step) * 64 + member.index)
    const loss = gradient.compute(plan, share, tokenCountOf(plan, batch), random)
    lossSum += loss.sum
    lossCount += loss.count
    member.barrier()
    update.apply(step + 1, learningRateAt(step, plannedStepCount, options), member.barrier)
    member.barrier()
  }
  return { stepCount, lossSum, lossCount }
}

function tokenCountOf(plan: EpochPlan, batch: number): number {
  let count = 0
  for (let chunk = plan.batches[batch]!; chunk < plan.batches[batch + 1]!; chunk++) count += plan.lengths[chunk]!
  return count
}

serveTeam<ThreadData>(member => {
  const { memory, deterministic } = member.data
  const range = memory.threads[member.index]!.scratch
  const space = openKernels({ memory: member.memory, range, deterministic })
  const gradient = new BatchGradient(space, member.data, member.index)
  const update = new WeightUpdate(space, member.data, member.index)
  return {
    train: (args: TrainEpoch): TrainedEpoch => trainEpoch(member, gradient, update, args),
    evaluate: (): EvaluatedPart => {
      const { validation } = member.data
      assert(validation !== undefined, 'an evaluation needs a validation slice')
      return { ndcgSum: evaluateShare(gradient, validation, member.index, member.threadCount) }
    },
  }
})
