/** A thread's part of an evaluation: every so-many-th case of the validation slice, ranked over the whole catalogue. */

import type { BatchGradient } from './batch-gradient.ts'
import { forward } from './model-pass.ts'
import { packWeights } from './packed-weights.ts'
import { groupTokenCount } from './training-memory.ts'
import { ndcgOfCase, type ValidationSlice } from './validation.ts'

/** Sum of NDCG@10 over cases `thread`, `thread + threadCount`, …; a case without a history counts 0. */
export function evaluateShare(
  model: BatchGradient,
  slice: ValidationSlice,
  thread: number,
  threadCount: number,
): number {
  let sum = 0
  let cases: number[] = []
  let tokenCount = 0
  packWeights(model.pass)
  model.logits.pack(model.pass)
  const pass = (): void => {
    sum += ndcgOfCases(model, slice, cases)
    cases = []
    tokenCount = 0
  }
  for (let at = thread; at < slice.targets.length; at += threadCount) {
    const length = lengthOf(slice, at, model.pass.shape.lengthMax)
    if (length === 0) continue
    if (tokenCount + length > groupTokenCount) pass()
    cases.push(at)
    tokenCount += length
  }
  pass()
  return sum
}

const lengthOf = ({ offsets }: ValidationSlice, at: number, lengthMax: number): number =>
  Math.min(lengthMax, offsets[at + 1]! - offsets[at]!)

function ndcgOfCases(model: BatchGradient, slice: ValidationSlice, cases: readonly number[]): number {
  if (cases.length === 0) return 0
  const { pass, buffers, logits } = model
  buffers.clear()
  for (const at of cases) {
    const length = lengthOf(slice, at, pass.shape.lengthMax)
    buffers.addChunk(slice.items, slice.offsets[at + 1]! - length, length, slice.contexts)
    buffers.addRow(1, slice.targets[at]!)
  }
  forward(pass, buffers.group())
  let sum = 0
  for (let row = 0; row < cases.length; row += logits.rowCountMax) {
    const some = cases.slice(row, row + logits.rowCountMax)
    logits.compute(pass, some.length, pass.tape.finalNorm.out + 4 * row * pass.shape.dimension)
    for (const [at, one] of some.entries()) {
      const from = logits.offset / 4 + at * logits.stride
      const seen = slice.items.subarray(slice.offsets[one], slice.offsets[one + 1])
      const scores = pass.floats.subarray(from, from + pass.shape.itemCount)
      sum += ndcgOfCase(scores, seen, slice.targets[one]!, slice.leavesOutSeen)
    }
  }
  return sum
}
