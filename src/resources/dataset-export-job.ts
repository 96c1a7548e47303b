/** Dataset export jobs: a dataset as CSV objects. ARN `dataset-export-job/<jobName>`; gone only with their dataset; newest first in lists. */

import { oneOf, optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, S3DataConfig, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

export const DatasetExportJobOutput = structure({
  s3DataDestination: S3DataConfig,
})

export const IngestionMode = oneOf('BULK', 'PUT', 'ALL')

export const DatasetExportJob = structure({
  jobName: optional(Name),
  datasetExportJobArn: optional(Arn),
  datasetArn: optional(Arn),
  ingestionMode: optional(IngestionMode),
  roleArn: optional(Arn),
  status: optional(Status),
  jobOutput: optional(DatasetExportJobOutput),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export const DatasetExportJobSummary = structure({
  datasetExportJobArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export interface DatasetExportJobBody {
  readonly datasetArn: string
  readonly ingestionMode: Static<typeof IngestionMode>
  readonly roleArn: string
  readonly jobOutput: Static<typeof DatasetExportJobOutput>
  readonly failureReason?: string
  /** Private, while it is in progress: what it reads, so that a repeated attempt writes the same. Nobody removes these files. */
  readonly source?: { readonly segments: readonly { readonly file: string }[]; readonly schema: string }
}

export const datasetExportJob = resource({
  kind: 'dataset-export-job',
  words: 'dataset export job',
  nameMember: 'jobName',
  arnMember: 'datasetExportJobArn',
  listOrder: 'newest',
  isTaggable: true,
  blockers: [],
  description: DatasetExportJob,
  summary: DatasetExportJobSummary,
})
