/**
 * Memory of what a server holds for a dataset group and a model, per million: profiles and models of two sizes are made in
 * this process, and the difference of what they count of themselves is divided by that of the sizes.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { contentOf } from '../../src/artifacts/recommender-artifact.ts'
import { writeArtifact } from '../../src/artifacts/writer.ts'
import { silentLog } from '../../src/base/log.ts'
import { defaultSettings } from '../../src/config.ts'
import { ModelCache } from '../../src/serving/model-cache.ts'
import { blendModel } from '../answer/blend-model.ts'
import { shopProfile } from '../filters/shop-profile.ts'

const { scoringThreadFrom } = defaultSettings
const bytesPerMb = 1024 * 1024
const historyLength = 50
/** As training gives them to a catalogue of a million: 32 followers an item. */
const followerCount = 32
const seed = 1

interface Size {
  readonly itemCount: number
  readonly userCount: number
}

const profileBytes = ({ itemCount, userCount }: Size): number =>
  shopProfile({ itemCount, userCount, historyLength, seed }).byteCount

async function modelBytes(directory: string, size: Size, dimension: number): Promise<number> {
  const model = blendModel({ ...size, historyLength, followerCount, dimension, seed })
  const path = join(directory, `${size.itemCount}-${size.userCount}-${dimension}.artifact`)
  const { checksum } = await writeArtifact(path, `${path}.partial`, contentOf(model))
  const cache = new ModelCache(directory, Number.MAX_SAFE_INTEGER, { from: scoringThreadFrom, log: silentLog })
  const { byteCount } = await cache.get({ file: basename(path), checksum })
  await cache.close()
  return byteCount
}

export async function memoryRows(step: number) {
  const directory = await mkdtemp(join(tmpdir(), 'attune-memory-'))
  const small = { itemCount: step, userCount: step }
  const sizes = {
    'million items': { ...small, itemCount: 2 * step },
    'million users': { ...small, userCount: 2 * step },
  }
  const counts = {
    'profile: three columns an item, 50 events a user': async (size: Size) => profileBytes(size),
    'model without vectors': (size: Size) => modelBytes(directory, size, 0),
    'model with vectors of 64': (size: Size) => modelBytes(directory, size, 64),
  }
  const perMillion = (bytes: number): number => Math.round((bytes * 1e6) / step / bytesPerMb)
  try {
    const rows = []
    for (const [name, bytesOf] of Object.entries(counts)) {
      const from = await bytesOf(small)
      const found = []
      for (const size of Object.values(sizes)) found.push(perMillion((await bytesOf(size)) - from))
      rows.push([name, ...found])
    }
    return { columns: ['what', ...Object.keys(sizes).map(name => `MB per ${name}`)], rows }
  } finally {
    await rm(directory, { recursive: true })
  }
}
