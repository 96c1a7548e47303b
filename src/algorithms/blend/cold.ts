/**
 * Log-scores for someone without a history: what users take first, over a little popularity, so that every item has a
 * place. `starts` and `prior` sum to 1.
 */

const priorShare = 0.05

export const coldScores = (starts: Float32Array, prior: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(starts, (start, item) =>
    Math.log((1 - priorShare) * start + priorShare * prior[item]! + Number.EPSILON),
  )
