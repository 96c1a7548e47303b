/** What EASE is told; it learns `ClosedFormParams`. */

import type { ClosedFormOptions } from '../closed-form/params.ts'

export type EaseOptions = ClosedFormOptions

export const easeDefaults: EaseOptions = { itemCountMax: 10_000 }
