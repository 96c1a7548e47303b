/**
 * Access keys at rest: `keys.json` in the data directory, readable by its owner alone. A running server sees keys that are
 * added or revoked by another process at the next request, because the file's time is looked at before each lookup.
 */

import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Twelve digits. */
  readonly account: string
  readonly createdAt: string
}

const ownerOnly = 0o600

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** In the form of an AWS pair: `AKIA` and 16 letters or digits; 40 characters of secret. */
export function newAccessKey(account: string, nowMs: number): AccessKey {
  const id = Array.from(randomBytes(16), byte => base32[byte % 32]).join('')
  return {
    accessKeyId: `AKIA${id}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    account,
    createdAt: new Date(nowMs).toISOString(),
  }
}

export class KeyFile {
  readonly #path: string
  #keys: readonly AccessKey[] = []
  #byId: ReadonlyMap<string, AccessKey> = new Map()
  #readAt = ''

  constructor(path: string) {
    this.#path = path
  }

  /** A fresh data directory gets one pair for this account. */
  createIfAbsent(account: string, nowMs: number): void {
    if (!existsSync(this.#path)) this.#write([newAccessKey(account, nowMs)])
  }

  list(): readonly AccessKey[] {
    this.#refresh()
    return this.#keys
  }

  find(accessKeyId: string): AccessKey | undefined {
    this.#refresh()
    return this.#byId.get(accessKeyId)
  }

  add(account: string, nowMs: number): AccessKey {
    const key = newAccessKey(account, nowMs)
    this.#write([...this.list(), key])
    return key
  }

  /** False when there is no such key. */
  revoke(accessKeyId: string): boolean {
    const kept = this.list().filter(key => key.accessKeyId !== accessKeyId)
    if (kept.length === this.#keys.length) return false
    this.#write(kept)
    return true
  }

  #refresh(): void {
    const found = statSync(this.#path, { throwIfNoEntry: false })
    const stamp = found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'absent'
    if (stamp === this.#readAt) return
    this.#keys = found ? (JSON.parse(readFileSync(this.#path, 'utf8')) as { keys: AccessKey[] }).keys : []
    this.#byId = new Map(this.#keys.map(key => [key.accessKeyId, key]))
    this.#readAt = stamp
  }

  /** Whole or not at all: written beside and renamed. */
  #write(keys: readonly AccessKey[]): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    const temporary = `${this.#path}.${process.pid}`
    writeFileSync(temporary, `${JSON.stringify({ keys }, undefined, 2)}\n`, { mode: ownerOnly })
    chmodSync(temporary, ownerOnly)
    renameSync(temporary, this.#path)
    this.#readAt = ''
    this.#refresh()
  }
}
