/**
 * A query as 16-bit codes, and how far products of it with rows of 8-bit codes may be from the true ones. With codes p and
 * step t of the query u, and codes q and scale s of a row v: |u·v - s t p·q| is at most s · margin. |v - s q| ≤ s/2 costs
 * ‖u‖₁/2, |u - t p| ≤ t/2 costs 127 width t/2, and the rest is what f32 may round away.
 */

/** Greatest whole number of which `width` products with a code of 127 still fit 32 bits. */
const codeMax = (width: number): number => Math.min(32767, Math.floor((2 ** 31 - 1) / (127 * width)))

/** Codes beyond the query's length become 0. `factor` is t. */
export function quantiseQuery(
  query: ArrayLike<number>,
  codes: Int16Array,
): { readonly factor: number; readonly margin: number } {
  let [greatest, sum] = [0, 0]
  for (let k = 0; k < query.length; k++) {
    greatest = Math.max(greatest, Math.abs(query[k]!))
    sum += Math.abs(query[k]!)
  }
  const factor = greatest > 0 ? Math.fround(greatest / codeMax(codes.length)) : 1
  codes.fill(0)
  for (let k = 0; k < query.length; k++) codes[k] = Math.round(query[k]! / factor)
  const rounding = 128 * (codes.length + 16) * 2 ** -23
  return { factor, margin: 1.0001 * (sum * (0.5 + rounding) + (127 * codes.length * factor) / 2) }
}
