/** The child process that writes a segment of streamed rows. */

import { serveChild } from '../jobs/serve-child.ts'
import type { FoldedCounts } from './fold-elsewhere.ts'
import { type FoldOrder, writeFoldedSegment } from './fold-segment.ts'

serveChild<FoldOrder, FoldedCounts>(writeFoldedSegment)
