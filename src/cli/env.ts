/**
 * `attune env`: what a shell must export so that an unchanged program talks to this server. `eval "$(attune env)"`. A
 * running server has written its endpoint into the data directory, so a free port is found too.
 */

import { existsSync, readFileSync } from 'node:fs'
import { type Configuration, endpointFileOf, keyFileOf } from '../attune.ts'
import { KeyFile } from '../storage/files/key-file.ts'
import { ConfigurationFault, type Flags, loadConfiguration } from './load-settings.ts'
import { print } from './terminal.ts'

export function endpointOf({ settings }: Configuration): string {
  const path = endpointFileOf(settings.data)
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { url: string }).url
  return `http://${settings.host}:${settings.port}`
}

function keyOf({ settings, key }: Configuration) {
  const keys = new KeyFile(keyFileOf(settings.data)).list()
  const found = key ?? keys.find(one => one.account === settings.account) ?? keys[0]
  if (found) return found
  throw new ConfigurationFault(
    `There are no access keys in ${settings.data} yet. Start the server once with \`attune serve --data ${settings.data}\`.`,
  )
}

export function environmentFor(configuration: Configuration): Readonly<Record<string, string>> {
  const url = endpointOf(configuration)
  const { accessKeyId, secretAccessKey } = keyOf(configuration)
  return {
    AWS_ENDPOINT_URL_PERSONALIZE: url,
    AWS_ENDPOINT_URL_PERSONALIZE_EVENTS: url,
    AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME: url,
    AWS_REGION: configuration.settings.region,
    AWS_DEFAULT_REGION: configuration.settings.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export async function env(flags: Flags): Promise<number> {
  const variables = environmentFor(loadConfiguration(flags, process.env))
  if (flags.format === 'json') {
    print(JSON.stringify(variables, undefined, 2))
    return 0
  }
  for (const [name, value] of Object.entries(variables)) print(`export ${name}=${quoted(value)}`)
  // A token of temporary keys, sent with these lasting ones, would be refused.
  print('unset AWS_SESSION_TOKEN')
  return 0
}
