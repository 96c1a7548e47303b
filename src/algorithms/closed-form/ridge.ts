/** How much the closed forms are held back: λ, added to the diagonal. */

/** Where items are used less than this, it takes more than one of them to say something. */
const lambdaMin = 60

/**
 * As many pseudo-interactions as an item has interactions on average, times a factor: what is known of an item of average use
 * counts half. `docs/decisions/0205-closed-forms.md` holds it against what validation items choose.
 */
export const lambdaOf = (interactionCount: number, itemCount: number, factor: number): number =>
  Math.max(lambdaMin, (factor * interactionCount) / Math.max(1, itemCount))

/** Less than this share of the highest number of the diagonal is lost in single precision. */
const shareMin = 1e-5

export function addRidge(
  matrix: Float32Array,
  { size, stride }: { readonly size: number; readonly stride: number },
  lambda: number,
): void {
  let highest = 0
  for (let row = 0; row < size; row++) highest = Math.max(highest, matrix[row * stride + row]!)
  const added = Math.max(lambda, shareMin * highest)
  for (let row = 0; row < size; row++) matrix[row * stride + row]! += added
}
