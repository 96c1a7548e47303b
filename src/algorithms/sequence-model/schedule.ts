/**
 * The learning rate of each step: a linear warm-up, then half a cosine down to zero at the last planned step. Steps are
 * counted before training from data and settings, never from the clock: the same data give the same model on any machine.
 */

export function learningRateAt(
  step: number,
  plannedCount: number,
  { learningRate, warmUpShare }: { readonly learningRate: number; readonly warmUpShare: number },
): number {
  const warmUpCount = Math.max(1, Math.ceil(warmUpShare * plannedCount))
  if (step < warmUpCount) return (learningRate * (step + 1)) / warmUpCount
  const progress = (step - warmUpCount) / Math.max(1, plannedCount - warmUpCount)
  return (learningRate * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2
}
