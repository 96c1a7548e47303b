/**
 * Settings from four places: flag, environment variable, configuration file, default; the first that has one wins. What is
 * out of bounds or unknown is refused with where it was found and what would be right.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Configuration } from '../attune.ts'
import { defaultSettings, type Setting, type SettingName, type Settings, settings } from '../config.ts'
import { flagOf, variableOf } from './setting-names.ts'

/** A fault in the configuration; the message is for whoever started the program. */
export class ConfigurationFault extends Error {
  override readonly name = 'ConfigurationFault'
}

type Value = string | number | boolean

export type Flags = Readonly<Record<string, unknown>>
type Environment = Readonly<Record<string, string | undefined>>

const allowed = (setting: Setting): string => {
  if (setting.type === 'switch') return 'true or false'
  if (setting.type === 'text') return setting.match ? `text that matches ${setting.match.source}` : 'text'
  return `${setting.type === 'integer' ? 'a whole number' : 'a number'} from ${setting.min} to ${setting.max}`
}

function parse(setting: Setting, given: unknown): Value | undefined {
  if (setting.type === 'switch')
    return given === true || given === 'true' ? true : given === false || given === 'false' ? false : undefined
  if (setting.type === 'text') {
    const text = String(given)
    return !setting.match || new RegExp(`^(?:${setting.match.source})$`).test(text) ? text : undefined
  }
  const value = typeof given === 'string' && given.trim() === '' ? Number.NaN : Number(given)
  const isWhole = setting.type === 'number' || Number.isInteger(value)
  return isWhole && value >= setting.min && value <= setting.max ? value : undefined
}

function read(name: SettingName, given: unknown, place: string): Value {
  const value = parse(settings[name], given)
  if (value !== undefined) return value
  throw new ConfigurationFault(`${place} is ${JSON.stringify(given)}. It must be ${allowed(settings[name])}.`)
}

interface ConfigurationFile {
  readonly path: string
  readonly values: Readonly<Record<string, unknown>>
}

const besides = new Set(['roles', 's3'])

function readFile(path: string): ConfigurationFile {
  let values: unknown
  try {
    values = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigurationFault(`The configuration file ${path} cannot be read: ${(error as Error).message}`)
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new ConfigurationFault(`The configuration file ${path} must hold a JSON object.`)
  }
  const unknown = Object.keys(values).find(key => !(key in settings) && !besides.has(key))
  if (unknown !== undefined)
    throw new ConfigurationFault(
      `The configuration file ${path} has the unknown setting ${unknown}. \`attune serve --help\` lists those there are.`,
    )
  return { path, values: values as Record<string, unknown> }
}

/** The file that was named, or `attune.json` in the data directory or here. */
function findFile(flags: Flags, environment: Environment): ConfigurationFile | undefined {
  const named = (flags.config as string | undefined) ?? environment.ATTUNE_CONFIG
  if (named !== undefined) return readFile(named)
  const data = (flags.data as string | undefined) ?? environment[variableOf('data')] ?? defaultSettings.data
  const found = [join(data, 'attune.json'), 'attune.json'].find(path => existsSync(path))
  return found === undefined ? undefined : readFile(found)
}

function settingsFrom(
  flags: Flags,
  environment: Environment,
  file: ConfigurationFile | undefined,
  defaults: Settings,
): Settings {
  const entries = (Object.keys(settings) as SettingName[]).map(name => {
    const variable = environment[variableOf(name)]
    if (flags[name] !== undefined) return [name, read(name, flags[name], flagOf(name))]
    if (variable !== undefined && variable !== '') return [name, read(name, variable, variableOf(name))]
    const inFile = file?.values[name]
    if (inFile !== undefined) return [name, read(name, inFile, `${name} in ${file?.path}`)]
    return [name, defaults[name]]
  })
  const loaded = Object.fromEntries(entries) as Settings
  return { ...loaded, data: resolve(loaded.data) }
}

function keyFrom(environment: Environment): Configuration['key'] {
  const { ATTUNE_ACCESS_KEY_ID: accessKeyId, ATTUNE_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (!accessKeyId && !secretAccessKey) return undefined
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey }
  throw new ConfigurationFault('Set both ATTUNE_ACCESS_KEY_ID and ATTUNE_SECRET_ACCESS_KEY, or neither.')
}

/** `own`: defaults of the command that asks, over those of the settings. */
export function loadConfiguration(flags: Flags, environment: Environment, own: Partial<Settings> = {}): Configuration {
  const file = findFile(flags, environment)
  const key = keyFrom(environment)
  return {
    settings: settingsFrom(flags, environment, file, { ...defaultSettings, ...own }),
    ...(file?.values.roles ? { roles: file.values.roles as NonNullable<Configuration['roles']> } : {}),
    ...(file?.values.s3 ? { s3: file.values.s3 as NonNullable<Configuration['s3']> } : {}),
    ...(key ? { key } : {}),
  }
}
