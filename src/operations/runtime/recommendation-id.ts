/** `RID-` and a UUID: exactly the 40 characters that an event may carry back [sample: runtime page, 3.6]. */

import type { Ids } from '../../base/ids.ts'

interface Asked {
  readonly campaignArn?: string | undefined
  readonly recommenderArn?: string | undefined
  readonly userId?: string | undefined
  readonly itemId?: string | undefined
}

export const recommendationId = (ids: Ids, { campaignArn, recommenderArn, userId, itemId }: Asked): string =>
  `RID-${ids.uuid([campaignArn ?? recommenderArn, userId, itemId].join(' '))}`
