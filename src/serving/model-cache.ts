/**
 * Models held warm, by file and checksum.
 *
 *     asked for ─▶ loading ─┬─▶ warm ─▶ pushed out    when the warm ones together pass the bound, unused for longest first
 *                           │                         or when nothing names its file any more (`forget`)
 *                           └─▶ forgotten             the load failed: whoever waited is told, the next one tries again
 *
 * Who asks for a model that is loading waits for the same load. Models are loaded one at a time, so that a restarted
 * server with many campaigns does not read all of them at once. Whoever holds a model keeps it however the cache changes; a
 * thread that scores for it ends when it leaves, and what is asked of the model then is answered on the event loop.
 */

import { join } from 'node:path'
import { silentLog } from '../base/log.ts'
import { UsedMap } from '../base/used-map.ts'
import { loadModel, type Threads } from './load-model.ts'
import type { ArtifactReference } from './serving.ts'
import type { WarmModel } from './warm-model.ts'

const noThreads: Threads = { from: 0, log: silentLog }

interface Entry {
  readonly file: string
  readonly model: Promise<WarmModel>
  /** 0 while loading. */
  byteCount: number
}

export class ModelCache {
  readonly #dataDirectory: string
  readonly #byteCountMax: number
  readonly #entries = new UsedMap<string, Entry>()
  readonly #threads: Threads
  #lastLoad: Promise<unknown> = Promise.resolve()

  constructor(dataDirectory: string, byteCountMax: number, threads: Threads = noThreads) {
    this.#dataDirectory = dataDirectory
    this.#byteCountMax = byteCountMax
    this.#threads = threads
  }

  get(reference: ArtifactReference): Promise<WarmModel> {
    const key = `${reference.checksum} ${reference.file}`
    const known = this.#entries.use(key)
    if (known) return known.model
    const model = this.#load(key, reference)
    this.#entries.set(key, { file: reference.file, model, byteCount: 0 })
    return model
  }

  /** Together, of those that are warm. */
  get byteCount(): number {
    let total = 0
    for (const entry of this.#entries.values()) total += entry.byteCount
    return total
  }

  /** A server that is updated every two hours for months would keep all it ever served, up to the bound. */
  forget(file: string): void {
    for (const [key, entry] of this.#entries.entries()) if (entry.file === file) this.#drop(key, entry)
  }

  /** Models that are loading are not waited for: they leave when they come. */
  async close(): Promise<void> {
    const dropped = this.#entries.entries().map(([key, entry]) => {
      const gone = this.#drop(key, entry)
      return entry.byteCount > 0 ? gone : undefined
    })
    await Promise.all(dropped)
  }

  /** A load that failed has told whoever waited for it. */
  async #drop(key: string, { model }: Entry): Promise<void> {
    this.#entries.delete(key)
    const warm = await model.catch(() => undefined)
    await warm?.elsewhere?.close()
  }

  #load(key: string, { file, checksum }: ArtifactReference): Promise<WarmModel> {
    const path = join(this.#dataDirectory, file)
    const model = this.#lastLoad.then(() => loadModel(path, checksum, this.#threads))
    this.#lastLoad = model.then(
      ({ byteCount }) => this.#loaded(key, byteCount),
      () => this.#entries.delete(key),
    )
    return model
  }

  #loaded(key: string, byteCount: number): void {
    const entry = this.#entries.get(key)
    if (entry) entry.byteCount = byteCount
    this.#evict(key)
  }

  /** The one just loaded stays: a model larger than the bound must still answer. */
  #evict(loadedKey: string): void {
    let total = this.byteCount
    for (const [key, entry] of this.#entries.entries()) {
      if (total <= this.#byteCountMax) return
      if (key === loadedKey || entry.byteCount === 0) continue
      total -= entry.byteCount
      void this.#drop(key, entry)
    }
  }
}
