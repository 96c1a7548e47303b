/** Interactions of a made-up shop as CSV: long-tail popularity, and half of the steps go to an item near the last one. */

import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { seededRandom } from '../../src/base/random.ts'

export interface ShopSize {
  readonly userCount: number
  readonly itemCount: number
  readonly eventsPerUser: number
  readonly seed: number
}

function* csvOf({ userCount, itemCount, eventsPerUser, seed }: ShopSize): Generator<string> {
  const random = seededRandom(seed)
  yield 'USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n'
  for (let user = 0; user < userCount; user++) {
    const lines: string[] = []
    let item = 0
    let time = 1_700_000_000 + random.below(10_000_000)
    for (let event = 0; event < eventsPerUser; event++) {
      const isNear = event > 0 && random.next() < 0.5
      item = isNear ? (item + 1 + random.below(5)) % itemCount : Math.floor(itemCount * random.next() ** 3)
      time += 30 + random.below(3000)
      lines.push(`user-${user},item-${item},view,${time}\n`)
    }
    yield lines.join('')
  }
}

export async function writeShopCsv(path: string, size: ShopSize): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await pipeline(Readable.from(csvOf(size)), createWriteStream(path))
}
