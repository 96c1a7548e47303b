/** The serving part: a cache of models under the data directory and the questions that can be asked of them. */

import { type Log, silentLog } from '../base/log.ts'
import type { Settings } from '../config.ts'
import { foreseeFor, rankFrom, recommendFrom } from './answer.ts'
import { explainFrom } from './explain.ts'
import { ModelCache } from './model-cache.ts'
import type { Serving } from './serving.ts'

export interface ServingParts {
  readonly dataDirectory: string
  readonly settings: Pick<Settings, 'modelMemoryMb'> & Partial<Pick<Settings, 'scoringThreadFrom'>>
  readonly log?: Pick<Log, 'info' | 'error'>
}

const bytesPerMb = 1024 * 1024

export function createServing({ dataDirectory, settings, log = silentLog }: ServingParts): Serving {
  const { modelMemoryMb, scoringThreadFrom: from = 0 } = settings
  const cache = new ModelCache(dataDirectory, modelMemoryMb * bytesPerMb, { from, log })
  return {
    warm: async artifact => void (await cache.get(artifact)),
    forget: file => cache.forget(file),
    itemsOf: async artifact => (await cache.get(artifact)).model.items,
    foresee: async request => foreseeFor(await cache.get(request.artifact), request),
    recommend: async request => recommendFrom(await cache.get(request.artifact), request),
    explain: async request => explainFrom(await cache.get(request.artifact), request),
    rank: async request => rankFrom(await cache.get(request.artifact), request),
    close: () => cache.close(),
  }
}
