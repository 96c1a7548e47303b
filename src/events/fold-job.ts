/** Job kind `fold`: brings what was streamed to a dataset into its segments, a while after the first of it came. */

import type { JobKind } from '../jobs/job-kind.ts'
import type { Folding } from './fold.ts'

interface FoldJobParts {
  readonly folding: Folding
  /** Rows that come from here on need a job of their own. */
  readonly onBegin: (datasetArn: string) => void
}

export const foldJobKind = ({ folding, onBegin }: FoldJobParts): JobKind => ({
  name: 'fold',
  lane: 'light',
  attemptsMax: Number.POSITIVE_INFINITY,
  run: async job => {
    onBegin(job.resource)
    await folding.dataset(job.resource)
  },
  failed: async () => [],
})
