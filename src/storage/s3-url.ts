/** `s3://bucket/key` as a location. Undefined for anything else: the shape also admits http(s), which nothing reads. */

import type { BlobLocation } from './blobs.ts'

/** Bucket names as S3 has them; `..` and separators cannot occur. */
const form = /^s3:\/\/([a-zA-Z0-9][a-zA-Z0-9.\-_]{1,254})(?:\/(.*))?$/s

export function parseS3Url(url: string): BlobLocation | undefined {
  const found = form.exec(url)
  return found?.[1] === undefined || found[1].includes('..') ? undefined : { bucket: found[1], key: found[2] ?? '' }
}
