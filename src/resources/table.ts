/** The resources Attune keeps records of, by kind. A new resource adds its line here. */

import { campaign } from './campaign.ts'
import { dataset } from './dataset.ts'
import { datasetExportJob } from './dataset-export-job.ts'
import { datasetGroup } from './dataset-group.ts'
import { datasetImportJob } from './dataset-import-job.ts'
import { eventTracker } from './event-tracker.ts'
import { filter } from './filter.ts'
import type { Resource, ResourceKind } from './resource.ts'
import { schema } from './schema.ts'
import { solution } from './solution.ts'
import { solutionVersion } from './solution-version.ts'

const resources: readonly Resource[] = [
  campaign,
  dataset,
  datasetExportJob,
  datasetGroup,
  datasetImportJob,
  eventTracker,
  filter,
  schema,
  solution,
  solutionVersion,
]

export const resourceOfKind = (kind: ResourceKind): Resource | undefined =>
  resources.find(resource => resource.kind === kind)
