/** How much rows are held back, and what is not known weighs; see `params.ts`. */

import type { IalsParams } from './params.ts'

/** All that a user has not had weighs this many times what they had. */
const unobservedShare = 10

/** The wider a catalogue, the less does it say of an item that somebody did not have it: 10 × the density of the data. */
export const unobservedWeightOf = (interactionCount: number, userCount: number, itemCount: number): number =>
  (unobservedShare * interactionCount) / Math.max(1, userCount * itemCount)

export const ridgeOf = (
  ownWeight: number,
  otherCount: number,
  {
    unobservedWeight,
    regularisation,
    frequencyPower,
  }: Pick<IalsParams, 'unobservedWeight' | 'regularisation' | 'frequencyPower'>,
): number => regularisation * (ownWeight + unobservedWeight * otherCount) ** frequencyPower
