/**
 * The layers of the model for one position, in plain loops, for any precision. Matrices are row-major with inputs as rows.
 */

export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** Keeps the root away from zero; the value PyTorch has. */
const epsilon = 1e-5

/** target[row] = gain · (source[row] - mean) / spread + shift; gains then shifts lie at `norm`. */
export function normalise(
  source: Floats,
  sourceRow: number,
  weights: Floats,
  norm: number,
  width: number,
  target: Floats,
  targetRow: number,
): void {
  const from = sourceRow * width
  const into = targetRow * width
  let mean = 0
  for (let k = 0; k < width; k++) mean += source[from + k]!
  mean /= width
  let variance = 0
  for (let k = 0; k < width; k++) variance += (source[from + k]! - mean) ** 2
  const scale = 1 / Math.sqrt(variance / width + epsilon)
  for (let k = 0; k < width; k++)
    target[into + k] = weights[norm + k]! * (source[from + k]! - mean) * scale + weights[norm + width + k]!
}

/** target += source · matrix */
export function addProduct(
  source: Floats,
  from: number,
  weights: Floats,
  matrix: number,
  inputCount: number,
  outputCount: number,
  target: Floats,
  into: number,
): void {
  for (let input = 0; input < inputCount; input++)
    for (let k = 0; k < outputCount; k++)
      target[into + k]! += source[from + input]! * weights[matrix + input * outputCount + k]!
}

/** The tanh form of Hendrycks and Gimpel (2016). */
export const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
