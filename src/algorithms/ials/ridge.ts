/** How much a row is held back, by the weight of its own interactions and the size of the other side; see `params.ts`. */

import type { IalsOptions } from './params.ts'

export const ridgeOf = (
  ownWeight: number,
  otherCount: number,
  {
    unobservedWeight,
    regularisation,
    frequencyPower,
  }: Pick<IalsOptions, 'unobservedWeight' | 'regularisation' | 'frequencyPower'>,
): number => regularisation * (ownWeight + unobservedWeight * otherCount) ** frequencyPower
