/**
 * GF-CF: collaborative filtering as two filters on the graph of users and items. With X the matrix of users × items, D_u and
 * D_i its row and column sums, R = D_u^-½ X D_i^-½ and V the leading right singular vectors of R:
 *
 *   s = h · RᵀR  +  spectralWeight · h · D_i^-½ · V Vᵀ · D_i^½        h: the items of a history
 *
 * The first part, which only knows items that share users, is kept as `neighbours`; the second as two factor matrices.
 */

import type { ItemRows } from '../histories.ts'

export interface GfCfOptions {
  /** How many singular vectors; a multiple of 4. */
  readonly dimension: number
  /** Of the second part beside the first. */
  readonly spectralWeight: number
  /** Entries kept of each row of RᵀR. */
  readonly neighbourCountMax: number
}

export interface GfCfParams {
  readonly neighbours: ItemRows
  readonly dimension: number
  /** items × dimension: D_i^-½ · V and D_i^½ · V. */
  readonly inputs: Float32Array<ArrayBuffer>
  readonly outputs: Float32Array<ArrayBuffer>
  readonly spectralWeight: number
}

/** Of the paper (Shen et al., CIKM 2021): 256 vectors, weight 0.3. */
export const gfCfDefaults: GfCfOptions = { dimension: 256, spectralWeight: 0.3, neighbourCountMax: 500 }
