/**
 * Buckets as folders: `s3://bucket/key` is the file `<root>/bucket/key`. A key cannot leave its bucket, neither by dots nor
 * by a symbolic link: every path is resolved by the operating system before it is opened, and must still lie inside.
 */

import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeLastingFolder, syncPath } from '../../base/sync-path.ts'
import { BlobAccessDenied, type BlobEntry, type BlobLocation, type Blobs } from '../blobs.ts'

const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

export class FolderBlobs implements Blobs {
  readonly #root: string
  readonly #mayUse: (bucket: string) => boolean

  constructor(root: string, mayUse: (bucket: string) => boolean = () => true) {
    this.#root = root
    this.#mayUse = mayUse
  }

  async list(location: BlobLocation): Promise<readonly BlobEntry[]> {
    const path = await this.#existing(location)
    if (path === undefined) return []
    const found = await stat(path)
    if (found.isFile()) return location.key.endsWith('/') ? [] : [{ ...location, byteCount: found.size }]
    const prefix = location.key === '' || location.key.endsWith('/') ? location.key : `${location.key}/`
    const entries = await readdir(path, { withFileTypes: true })
    const names = entries.filter(entry => !entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name)
    return Promise.all(names.sort().map(name => this.#entry({ bucket: location.bucket, key: `${prefix}${name}` })))
  }

  async read(entry: BlobEntry, offset = 0): Promise<Readable> {
    const path = await this.#existing(entry)
    if (path === undefined) throw new BlobAccessDenied(`no object ${entry.key} in the bucket ${entry.bucket}`)
    return createReadStream(path, { start: offset })
  }

  /** Under a hidden name first: nobody lists or reads half an object. Once it is there, a power cut does not take it. */
  async write(location: BlobLocation, body: Readable | Uint8Array): Promise<void> {
    const bucket = await this.#bucket(location.bucket)
    const path = this.#path(location)
    this.#mustLieInside(await this.#nearestReal(path, location), bucket, location)
    await makeLastingFolder(dirname(path))
    const partial = join(dirname(path), `.${randomUUID()}.partial`)
    try {
      await pipeline(
        body instanceof Readable ? body : Readable.from([body]),
        createWriteStream(partial, { flush: true }),
      )
      await rename(partial, path)
      await syncPath(dirname(path))
    } finally {
      await rm(partial, { force: true })
    }
  }

  /** The file as it is found by other programs of this machine; undefined when the key cannot be one. */
  localPath(entry: BlobEntry): string | undefined {
    return this.#mayUse(entry.bucket) ? this.#path(entry) : undefined
  }

  async #entry(location: BlobLocation): Promise<BlobEntry> {
    const path = await this.#existing(location)
    return { ...location, byteCount: path === undefined ? 0 : (await stat(path)).size }
  }

  #path({ bucket, key }: BlobLocation): string {
    const inside = normalize(join('/', key))
    if (key.includes('\0') || key.split('/').includes('..')) {
      throw new BlobAccessDenied(`the key ${JSON.stringify(key)} leaves the bucket ${bucket}`)
    }
    return join(this.#root, bucket, inside)
  }

  async #bucket(bucket: string): Promise<string> {
    const refused = new BlobAccessDenied(`no access to the bucket ${bucket}`)
    if (!this.#mayUse(bucket) || bucket === '' || bucket.includes('/') || bucket.startsWith('.')) throw refused
    try {
      return await realpath(join(this.#root, bucket))
    } catch (error) {
      throw isAbsent(error) ? refused : error
    }
  }

  /** The real path of what is there; undefined when nothing is. */
  async #existing(location: BlobLocation): Promise<string | undefined> {
    const bucket = await this.#bucket(location.bucket)
    const path = this.#path(location)
    try {
      const real = await realpath(path)
      this.#mustLieInside(real, bucket, location)
      return real
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  /** The real path of the first thing that exists on the way up. A link to nothing is refused: it could lead anywhere. */
  async #nearestReal(path: string, location: BlobLocation): Promise<string> {
    try {
      return await realpath(path)
    } catch (error) {
      if (!isAbsent(error)) throw error
      if (await isLink(path)) throw new BlobAccessDenied(`the key ${JSON.stringify(location.key)} is a link to nothing`)
      return this.#nearestReal(dirname(path), location)
    }
  }

  #mustLieInside(real: string, bucket: string, { key }: BlobLocation): void {
    if (real === bucket || real.startsWith(bucket + sep)) return
    throw new BlobAccessDenied(`the key ${JSON.stringify(key)} leads out of its bucket`)
  }
}
