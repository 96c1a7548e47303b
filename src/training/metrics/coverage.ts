/**
 * coverage: how many different items were recommended to the test users altogether, divided by how many there are in
 * the Items and Interactions datasets together [doc].
 *
 * @example
 * coverageOf([[1, 2, 3], [2, 3, 4]], 8) === 0.5
 */
export function coverageOf(lists: readonly ArrayLike<number>[], catalogueItemCount: number): number {
  const recommended = new Set(lists.flatMap(list => Array.from(list)))
  return catalogueItemCount > 0 ? recommended.size / catalogueItemCount : 0
}
