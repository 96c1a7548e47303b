/**
 * Port: objects under `s3://bucket/key`. By default a bucket is the folder `buckets/<bucket>` of the data directory;
 * with an S3 endpoint configured it is that bucket there. Reading streams; nothing is held whole in memory.
 */

import type { Readable } from 'node:stream'

export interface BlobLocation {
  readonly bucket: string
  /** Key or prefix; may be empty or end in `/`. */
  readonly key: string
}

export interface BlobEntry {
  readonly bucket: string
  readonly key: string
  readonly byteCount: number
}

export interface WriteOptions {
  /** The key with which an S3 server encrypts the object. Folders are not encrypted. */
  readonly kmsKeyArn?: string | undefined
}

/** The caller may not read or write there, or the bucket does not exist: the API does not tell which. */
export class BlobAccessDenied extends Error {
  override readonly name = 'BlobAccessDenied'
}

export interface Blobs {
  /** Objects at the location: the object itself, or, for a folder (ends in `/` or names no object), its first level in key order. */
  list(location: BlobLocation): Promise<readonly BlobEntry[]>
  /** Bytes of one object from `offset`. */
  read(entry: BlobEntry, offset?: number): Promise<Readable>
  write(location: BlobLocation, body: Readable | Uint8Array, options?: WriteOptions): Promise<void>
  /** Path of the object when it is a file of this machine. */
  localPath(entry: BlobEntry): string | undefined
}

/** Gives the view of the object store that a role has. `roleArn` undefined: the server's own. */
export interface BlobAccess {
  forRole(account: string, roleArn: string | undefined): Blobs
}
