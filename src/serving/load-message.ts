/** What the loading thread says at its end. */

import type { LoadedModel } from './warm-model.ts'

export type LoadMessage = { readonly loaded: LoadedModel } | { readonly damage: string }
