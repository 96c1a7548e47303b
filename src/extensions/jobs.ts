/** `GET /attune/jobs`: jobs of the caller's resources and how far they are. */

import type { OperationContext } from '../operations/context.ts'
import type { JobQueue } from '../storage/job-queue.ts'
import type { Extension } from '../wire/extension.ts'

export const jobsExtension = (queue: JobQueue): Extension<OperationContext> => ({
  method: 'GET',
  path: '/attune/jobs',
  handle: async (_, { caller }) => ({ jobs: await queue.list(caller.account, caller.region) }),
})
