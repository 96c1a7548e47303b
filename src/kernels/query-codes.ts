/**
 * A query as 8-bit codes, and how far products of it with rows of 7-bit codes may be from the true ones. With codes p and
 * step t of the query u, and codes q (less their middle) and scale s of a row v: |u·v - s t p·q| is at most s · margin. |v - s q| ≤ s/2
 * costs ‖u‖₁/2, what the query's codes are off by costs 63 ‖u - t p‖₁, and the rest is what f32 may round away.
 */

const queryCodeMax = 127
const rowCodeMax = 63

/** Codes beyond the query's length become 0. `factor` is t. */
export function quantiseQuery(
  query: ArrayLike<number>,
  codes: Int8Array,
): { readonly factor: number; readonly margin: number } {
  let [greatest, sum, error] = [0, 0, 0]
  for (let k = 0; k < query.length; k++) {
    greatest = Math.max(greatest, Math.abs(query[k]!))
    sum += Math.abs(query[k]!)
  }
  const factor = greatest > 0 ? Math.fround((greatest / queryCodeMax) * (1 + 2 ** -22)) : 1
  codes.fill(0)
  for (let k = 0; k < query.length; k++) {
    const code = Math.round(query[k]! / factor)
    codes[k] = code
    error += Math.abs(query[k]! - factor * code)
  }
  const rounding = 128 * (codes.length + 16) * 2 ** -23
  return { factor, margin: 1.0001 * (sum * (0.5 + rounding) + rowCodeMax * error) }
}
