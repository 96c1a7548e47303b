/** What the loading thread says at its end. */

import type { Artifact } from '../artifacts/reader.ts'

export type LoadMessage = { readonly artifact: Artifact } | { readonly damage: string }
