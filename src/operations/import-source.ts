/**
 * What CreateDatasetImportJob looks at before it answers: the location is one, the role can read it, and the header has
 * every column of the schema. The service checks these synchronously, in these words [sample: control-plane page, 4.3,
 * 4.4, 15]. Of a folder the first object's header is read: all files of a job share one; the job checks each again.
 */

import type { Readable } from 'node:stream'
import { invalidInput } from '../contract/errors.ts'
import { missingColumns } from '../datasets/csv-header.ts'
import type { DatasetSchema } from '../datasets/dataset-schema.ts'
import { BlobAccessDenied, type BlobEntry, type BlobLocation, type Blobs } from '../storage/blobs.ts'
import { parseS3Url } from '../storage/s3-url.ts'

const guideUrl = 'https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html'

/** Longest header line that is looked at; far more than 100 columns of 150 characters. */
const headerBytesMax = 65536

const invalidLocation = () => invalidInput('Invalid Data location.')

export const insufficientPrivileges = () =>
  invalidInput(
    `Insufficient privileges for accessing data in S3. Please look at ${guideUrl} and ensure your role is configured correctly.`,
  )

/** The shape also admits http(s) locations; an import reads `s3://bucket/key` only [doc]. */
export const locationOf = (dataLocation: string | undefined): BlobLocation => {
  const location = parseS3Url(dataLocation ?? '')
  if (!location) throw invalidLocation()
  return location
}

const readUpToLineEnd = async (stream: Readable): Promise<string> => {
  const chunks: Buffer[] = []
  let byteCount = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    chunks.push(bytes)
    byteCount += bytes.length
    if (bytes.includes('\n') || byteCount >= headerBytesMax) break
  }
  stream.destroy()
  return Buffer.concat(chunks).subarray(0, headerBytesMax).toString().split(/\r?\n/, 1)[0] ?? ''
}

const firstObject = async (blobs: Blobs, location: BlobLocation): Promise<BlobEntry> => {
  const [first] = await blobs.list(location)
  if (!first) throw invalidLocation()
  return first
}

const readHeader = async (blobs: Blobs, location: BlobLocation): Promise<string> => {
  try {
    return await readUpToLineEnd(await blobs.read(await firstObject(blobs, location)))
  } catch (error) {
    if (error instanceof BlobAccessDenied) throw insufficientPrivileges()
    throw error
  }
}

export const checkSource = async (blobs: Blobs, location: BlobLocation, schema: DatasetSchema): Promise<void> => {
  const missing = missingColumns(await readHeader(blobs, location), schema)
  if (missing.length > 0) throw invalidInput(`Input csv is missing the following columns: [${missing.join(', ')}]`)
}
