/**
 * Collaborative filtering as two filters on the graph of users and items, after GF-CF (Shen et al., CIKM 2021). With X the
 * matrix of users × items, D_u and D_i its row and column sums, h the items of a history and V the leading right singular
 * vectors of D_u^-½ X D_i^-½:
 *
 *   common users    s = h · D_i^-½ Xᵀ D_u^-¾ X D_i^-discount
 *   spectral        s = h · D_i^-½ · V Vᵀ · D_i^½
 *
 * The first only knows items that share users and is kept as rows of items; the second as two factor matrices.
 */

export interface CommonUserOptions {
  /** How much popular items are held back: the exponent of what is offered. */
  readonly discount: number
  /** Entries kept of each row. */
  readonly countMax: number
}

/**
 * GF-CF has ½, which is best on lists of music and games; ¼ on places, sparse shops and sessions of shopping:
 * `docs/decisions/0300-two-discounts-of-common-users.md`.
 */
export const discounts = { strict: 0.5, mild: 0.25 }

export interface SpectralParams {
  readonly dimension: number
  /** items × dimension: D_i^-½ · V and D_i^½ · V. */
  readonly inputs: Float32Array<ArrayBuffer>
  readonly outputs: Float32Array<ArrayBuffer>
}

/** Pairs of items of a user; a core adds some 10⁸ a second. */
export const pairBudget = 2e9
