/** `RID-` and a UUID: exactly the 40 characters that an event may carry back [sample: runtime page, 3.6]. */

import { randomUuid } from '../../base/random.ts'

export const recommendationId = (): string => `RID-${randomUuid()}`
