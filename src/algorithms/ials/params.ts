/**
 * Implicit alternating least squares: a vector for every user and item such that the product is near 1 for what a user had
 * and near 0 for all the rest. Minimised is
 *
 *   Σ_had w·(1 - x·y)²  +  unobservedWeight · Σ_all (x·y)²  +  Σ ridge(n)·|x|² + Σ ridge(n)·|y|²
 *   ridge(n) = regularisation · (n + unobservedWeight · number of rows of the other side)^frequencyPower
 *
 * with n the weight of a row's own interactions (Hu et al., ICDM 2008; Rendle et al., RecSys 2022).
 */

export interface IalsOptions {
  /** A multiple of 4. */
  readonly dimension: number
  readonly epochCount: number
  /** Steps of conjugate gradients a row takes in an epoch. */
  readonly stepCount: number
  /** Undefined: `unobservedWeightOf` the data. */
  readonly unobservedWeight?: number
  readonly regularisation: number
  /** 1: what is known often is held back as much, relative to what is known of it. */
  readonly frequencyPower: number
  /** Spread of the random start, for vectors of length √dimension. */
  readonly startSpread: number
}

export interface IalsParams {
  readonly dimension: number
  readonly itemCount: number
  /** items × dimension. */
  readonly itemVectors: Float32Array<ArrayBuffer>
  /** users × dimension, in the order of the histories: who resembles whom, and who would like an item. */
  readonly userVectors: Float32Array<ArrayBuffer>
  readonly unobservedWeight: number
  readonly regularisation: number
  readonly frequencyPower: number
}

/** `docs/decisions/0207-ials.md` has the sets they were chosen on. */
export const ialsDefaults: IalsOptions = {
  ...{ dimension: 64, epochCount: 12, stepCount: 3, startSpread: 0.1 },
  ...{ regularisation: 0.005, frequencyPower: 1 },
}
