/** What SLIT is told; it learns `ClosedFormParams`. */

import type { ClosedFormOptions } from '../closed-form/params.ts'

export interface SlitOptions extends ClosedFormOptions {
  /** How many interactions back predict, and how much each weighs relative to the one after. */
  readonly sourceWindow: number
  readonly sourceDecay: number
  /** How many interactions ahead are predicted, and how much each weighs relative to the one before. */
  readonly targetWindow: number
  readonly targetDecay: number
}

/** Chosen on validation items: `docs/decisions/0205-closed-forms.md`. */
export const slitDefaults: SlitOptions = {
  ...{ sourceWindow: 10, sourceDecay: 0.8, targetWindow: 3, targetDecay: 0.6 },
  itemCountMax: 10_000,
}
