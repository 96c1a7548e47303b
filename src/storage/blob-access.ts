/**
 * Which view of the object store a role has. The configuration file maps role ARNs to credentials and to the buckets they
 * may use; a role it does not name uses the server's own credentials and any bucket. Whether the role belongs to the
 * caller's account is checked where the role is accepted, in the operations.
 */

import { join } from 'node:path'
import type { Settings } from '../config.ts'
import type { BlobAccess, Blobs } from './blobs.ts'
import { FolderBlobs } from './files/folder-blobs.ts'
import { S3Blobs } from './s3/s3-blobs.ts'

export interface RoleCredentials {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
  readonly profile?: string
  /** Absent: any. */
  readonly buckets?: readonly string[]
}

/** Plain data, so that a child process can open the same view. Holds secrets: never logged. */
export interface BlobConfiguration {
  readonly dataDirectory: string
  readonly settings: Pick<Settings, 's3Endpoint' | 'region'>
  readonly roles?: Readonly<Record<string, RoleCredentials>>
  readonly s3?: RoleCredentials & { readonly region?: string }
}

const openFor = (configuration: BlobConfiguration, credentials: RoleCredentials): Blobs => {
  const { dataDirectory, settings, s3 } = configuration
  const { buckets, ...keys } = credentials
  const mayUse = (bucket: string) => buckets === undefined || buckets.includes(bucket)
  if (settings.s3Endpoint === '') return new FolderBlobs(join(dataDirectory, 'buckets'), mayUse)
  return new S3Blobs({ endpoint: settings.s3Endpoint, region: s3?.region ?? settings.region, ...keys, mayUse })
}

const hasCredentials = ({ accessKeyId, profile }: RoleCredentials): boolean =>
  accessKeyId !== undefined || profile !== undefined

export function createBlobAccess(configuration: BlobConfiguration): BlobAccess {
  const { region: _, ...own } = configuration.s3 ?? {}
  const opened = new Map<string, Blobs>()
  return {
    forRole: (_account, roleArn) => {
      const role = roleArn === undefined ? undefined : configuration.roles?.[roleArn]
      const key = role === undefined ? '' : (roleArn as string)
      const credentials = role === undefined ? own : { ...(hasCredentials(role) ? {} : own), ...role }
      const blobs = opened.get(key) ?? openFor(configuration, credentials)
      opened.set(key, blobs)
      return blobs
    },
  }
}
