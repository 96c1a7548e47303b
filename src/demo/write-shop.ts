/** `attune shop`: the three CSV files of a sample shop of any size, streamed to a folder. */

import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigurationFault, type Flags } from '../cli/load-settings.ts'
import { tell } from '../cli/terminal.ts'
import { type ShopFile, shopCsv } from './shop/shop-csv.ts'
import { defaultPlan, type ShopPlan } from './shop/shop-plan.ts'

export const shopFiles: readonly ShopFile[] = ['interactions', 'items', 'users']

const countMax = 1_000_000_000

function countFrom(flags: Flags, name: string, fallback: number, min: number): number {
  const given = flags[name]
  if (given === undefined) return fallback
  const count = Number(given)
  if (Number.isInteger(count) && count >= min && count <= countMax) return count
  throw new ConfigurationFault(
    `--${name} is ${JSON.stringify(given)}. It must be a whole number from ${min} to ${countMax}.`,
  )
}

export const planFrom = (flags: Flags): ShopPlan => ({
  userCount: countFrom(flags, 'users', defaultPlan.userCount, 1),
  itemCount: countFrom(flags, 'items', defaultPlan.itemCount, 1),
  interactionCount: countFrom(flags, 'interactions', defaultPlan.interactionCount, 0),
  seed: countFrom(flags, 'seed', defaultPlan.seed, 0),
})

export async function writeShop(plan: ShopPlan, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const file of shopFiles) {
    const blocks = Readable.from(shopCsv(file, plan), { objectMode: true })
    await pipeline(blocks, createWriteStream(join(directory, `${file}.csv`)))
  }
}

export async function writeShopCommand(flags: Flags): Promise<number> {
  const plan = planFrom(flags)
  const startedAt = performance.now()
  await writeShop(plan, String(flags.out))
  const seconds = (performance.now() - startedAt) / 1000
  tell(
    `Wrote ${plan.interactionCount} interactions of ${plan.userCount} users with ${plan.itemCount} items to ${flags.out} in ${seconds.toFixed(1)} s.`,
  )
  return 0
}
