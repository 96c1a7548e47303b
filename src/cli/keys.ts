/** `attune keys add|list|revoke`: access keys and the accounts they belong to. A running server sees changes at once. */

import { keyFileOf } from '../attune.ts'
import { systemClock } from '../base/clock.ts'
import { KeyFile } from '../storage/files/key-file.ts'
import { ConfigurationFault, type Flags, loadConfiguration } from './load-settings.ts'
import { print, tell } from './terminal.ts'

const open = (flags: Flags) => {
  const { settings } = loadConfiguration(flags, process.env)
  return { settings, file: new KeyFile(keyFileOf(settings.data)) }
}

/** The secret is shown here once more than anywhere else. */
export async function addKey(flags: Flags): Promise<number> {
  const { settings, file } = open(flags)
  const { accessKeyId, secretAccessKey, account } = file.add(settings.account, systemClock.nowMs())
  print(JSON.stringify({ account, accessKeyId, secretAccessKey }, undefined, 2))
  return 0
}

export async function listKeys(flags: Flags): Promise<number> {
  const { file } = open(flags)
  for (const { accessKeyId, account, createdAt } of file.list()) print(`${accessKeyId}  ${account}  ${createdAt}`)
  return 0
}

export async function revokeKey(accessKeyId: string, flags: Flags): Promise<number> {
  const { file, settings } = open(flags)
  if (!file.revoke(accessKeyId)) {
    throw new ConfigurationFault(
      `There is no key ${accessKeyId} in ${keyFileOf(settings.data)}. \`attune keys list\` shows those there are.`,
    )
  }
  tell(`Revoked ${accessKeyId}.`)
  return 0
}
