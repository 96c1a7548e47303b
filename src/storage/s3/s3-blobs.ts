/**
 * Buckets of an S3-compatible server, by the official client: path style, checksums only where the protocol demands them
 * (other servers store the framing of the default mode into the object). A download that breaks goes on where it stopped.
 */

import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { BlobAccessDenied, type BlobEntry, type BlobLocation, type Blobs, type WriteOptions } from '../blobs.ts'

export interface S3Options {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
  /** Of the SDK's own configuration files; used when there are no keys. */
  readonly profile?: string
  readonly mayUse: (bucket: string) => boolean
}

/** Answers that mean "not for you", whether or not it exists. */
const denials = new Set([
  'AccessDenied',
  'NoSuchBucket',
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
  'ExpiredToken',
  'PermanentRedirect',
  'CredentialsProviderError',
])

/** Broken connections that are mended within one object. */
const resumesMax = 5

async function connect(options: S3Options): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3')
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken, profile } = options
  const keys =
    accessKeyId !== undefined && secretAccessKey !== undefined
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }
      : {}
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...keys,
    ...(profile === undefined ? {} : { profile }),
  })
}

interface Download {
  readonly body: AsyncIterable<Uint8Array>
  readonly etag: string | undefined
}

export class S3Blobs implements Blobs {
  readonly #options: S3Options
  #client: Promise<S3Client> | undefined

  constructor(options: S3Options) {
    this.#options = options
  }

  list(location: BlobLocation): Promise<readonly BlobEntry[]> {
    return this.#asking(location.bucket, async client => {
      const folder = location.key === '' || location.key.endsWith('/')
      if (!folder) {
        const one = await this.#head(client, location)
        if (one) return [one]
      }
      return this.#firstLevel(client, location.bucket, folder ? location.key : `${location.key}/`)
    })
  }

  async read(entry: BlobEntry, offset = 0): Promise<Readable> {
    const first = await this.#open(entry, offset)
    return Readable.from(this.#resuming(entry, offset, first))
  }

  async write({ bucket, key }: BlobLocation, body: Readable | Uint8Array, options: WriteOptions = {}): Promise<void> {
    const { kmsKeyArn } = options
    const encrypted =
      kmsKeyArn === undefined ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyArn } as const)
    await this.#asking(bucket, async client => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3')
      const bytes = body instanceof Readable ? Buffer.concat(await body.toArray()) : body
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ...encrypted }))
    })
  }

  localPath(): undefined {
    return undefined
  }

  async #head(client: S3Client, { bucket, key }: BlobLocation): Promise<BlobEntry | undefined> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      return { bucket, key, byteCount: head.ContentLength ?? 0 }
    } catch (error) {
      if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return undefined
      throw error
    }
  }

  async #firstLevel(client: S3Client, bucket: string, prefix: string): Promise<readonly BlobEntry[]> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3')
    const entries: BlobEntry[] = []
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, Delimiter: '/' })) {
      for (const { Key: key = '', Size: byteCount = 0 } of page.Contents ?? []) {
        if (key !== prefix) entries.push({ bucket, key, byteCount })
      }
    }
    return entries.sort((one, other) => (one.key < other.key ? -1 : 1))
  }

  /** `etag`: of the object as it was when the download began; another one under the same key is then refused. */
  #open({ bucket, key }: BlobLocation, offset: number, etag?: string): Promise<Download> {
    return this.#asking(bucket, async client => {
      const { GetObjectCommand } = await import('@aws-sdk/client-s3')
      const range = offset === 0 ? {} : { Range: `bytes=${offset}-` }
      const match = etag === undefined ? {} : { IfMatch: etag }
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range, ...match }))
      return { body: answer.Body as unknown as AsyncIterable<Uint8Array>, etag: answer.ETag }
    })
  }

  async *#resuming(entry: BlobEntry, offset: number, { body: first, etag }: Download): AsyncGenerator<Uint8Array> {
    let done = offset
    let body = first
    for (let resumes = 0; ; resumes++) {
      try {
        for await (const chunk of body) {
          done += chunk.length
          yield chunk
        }
        if (done >= entry.byteCount) return
        throw new Error(`the object ${entry.key} ended after ${done} of ${entry.byteCount} bytes`)
      } catch (error) {
        if (resumes === resumesMax) throw error
        body = (await this.#open(entry, done, etag)).body
      }
    }
  }

  async #asking<T>(bucket: string, ask: (client: S3Client) => Promise<T>): Promise<T> {
    if (!this.#options.mayUse(bucket)) throw new BlobAccessDenied(`the role may not use the bucket ${bucket}`)
    this.#client ??= connect(this.#options)
    try {
      return await ask(await this.#client)
    } catch (error) {
      const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
      if (!denials.has(name) && $metadata?.httpStatusCode !== 403) throw error
      throw new BlobAccessDenied(`no access to the bucket ${bucket}: ${name}`)
    }
  }
}
