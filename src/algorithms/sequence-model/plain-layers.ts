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

/** target += source · matrix; four inputs at a time, so that the target is read and written a quarter as often. */
export function addProduct(
  source: Floats,
  from: number,
  weights: Floats,
  matrix: number,
  inputCount: number,
  outputCount: number,
  target: Floats,
  into: number,
  stride = outputCount,
): void {
  for (let input = 0; input < inputCount; input += 4) {
    const x0 = source[from + input]!
    const x1 = source[from + input + 1]!
    const x2 = source[from + input + 2]!
    const x3 = source[from + input + 3]!
    const row0 = matrix + input * stride
    const row1 = row0 + stride
    const row2 = row1 + stride
    const row3 = row2 + stride
    for (let k = 0; k < outputCount; k++)
      target[into + k]! +=
        x0 * weights[row0 + k]! + x1 * weights[row1 + k]! + x2 * weights[row2 + k]! + x3 * weights[row3 + k]!
  }
}

/** The tanh form of Hendrycks and Gimpel (2016). */
export const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
