/** Mean and standard deviation of scores over the catalogue. */

export interface Scale {
  readonly mean: number
  /** 0 where all scores are the same. */
  readonly deviation: number
}

export function scaleOf(scores: Float32Array): Scale {
  let sum = 0
  for (let item = 0; item < scores.length; item++) sum += scores[item]!
  const mean = scores.length > 0 ? sum / scores.length : 0
  let squares = 0
  for (let item = 0; item < scores.length; item++) squares += (scores[item]! - mean) ** 2
  const deviation = scores.length > 0 ? Math.sqrt(squares / scores.length) : 0
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 }
}
