/**
 * Two orders become one without either being changed: which places go to which is drawn at random, every choice of places
 * as likely as any other. So promoted items stand among the others [doc: runtime page, 2].
 */

import type { Random } from '../base/random.ts'

export function interleave<T>(one: readonly T[], other: readonly T[], random: Random): readonly T[] {
  const mixed: T[] = []
  let [fromOne, fromOther] = [0, 0]
  while (fromOne < one.length || fromOther < other.length) {
    const left = one.length - fromOne
    const total = left + other.length - fromOther
    if (random.below(total) < left) mixed.push(one[fromOne++]!)
    else mixed.push(other[fromOther++]!)
  }
  return mixed
}
