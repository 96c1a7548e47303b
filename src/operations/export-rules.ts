/**
 * What CreateDatasetExportJob looks at before it answers: the dataset is one that can be exported, and its role can look
 * into the bucket. Whether the role may write there shows when the job does. Texts as for imports [inferred].
 */

import { invalidInput } from '../contract/errors.ts'
import type { DatasetBody, DatasetTypeName } from '../resources/dataset.ts'
import { BlobAccessDenied, type Blobs } from '../storage/blobs.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { ResourceRecord } from '../storage/records.ts'
import { insufficientPrivileges, locationOf } from './import-source.ts'

/** [doc: runtime page, section 7] */
const exportable: readonly DatasetTypeName[] = ['INTERACTIONS', 'ITEMS', 'USERS']

export const checkExportable = (dataset: ResourceRecord): void => {
  const { datasetType } = bodyOf<DatasetBody>(dataset)
  if (exportable.includes(datasetType)) return
  throw invalidInput(`A dataset of type ${datasetType} cannot be exported, only ${exportable.join(', ')}.`)
}

export const checkDestination = async (blobs: Blobs, path: string): Promise<void> => {
  try {
    await blobs.list(locationOf(path))
  } catch (error) {
    if (error instanceof BlobAccessDenied) throw insufficientPrivileges()
    throw error
  }
}
