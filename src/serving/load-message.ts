/** What the loading thread says at its end. */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import type { Artifact } from '../artifacts/reader.ts'

export type LoadMessage =
  | { readonly artifact: Artifact; readonly prepared: PreparedBlend | undefined }
  | { readonly damage: string }
