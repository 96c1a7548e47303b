/** `RID-` and a UUID: exactly the 40 characters that an event may carry back [sample: runtime page, 3.6]. */

import type { Ids } from '../../base/ids.ts'
import { type Random, seededRandom } from '../../base/random.ts'

interface Asked {
  readonly campaignArn?: string | undefined
  readonly recommenderArn?: string | undefined
  readonly userId?: string | undefined
  readonly itemId?: string | undefined
}

const prefix = 'RID-'

export const recommendationId = (ids: Ids, { campaignArn, recommenderArn, userId, itemId }: Asked): string =>
  `${prefix}${ids.uuid([campaignArn ?? recommenderArn, userId, itemId].join(' '))}`

/** What is left to chance in an answer follows from its id, so that it can be told again. */
export const randomFor = (id: string): Random =>
  seededRandom(Number.parseInt(id.slice(prefix.length, prefix.length + 8), 16))
