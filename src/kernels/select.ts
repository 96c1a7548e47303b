/**
 * Moves the largest numbers of an array to its end without sorting it: Hoare's selection, with the median of three as
 * pivot; a few reads of each number on average. For rows of models, of which the best few hundred are kept.
 */

type Numbers = Float32Array | Float64Array

/**
 * Rearranges `values` so that its last `count` are the largest, and gives the smallest of those. Wants 1 ≤ `count` ≤ length,
 * and no NaN.
 */
export function selectLargest(values: Numbers, count: number): number {
  const wanted = values.length - count
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = medianOf(values[low]!, values[(low + high) >>> 1]!, values[high]!)
    let left = low
    let right = high
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const held = values[left]!
      values[left++] = values[right]!
      values[right--] = held
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  return values[wanted]!
}

const medianOf = (one: number, other: number, third: number): number =>
  Math.max(Math.min(one, other), Math.min(Math.max(one, other), third))
