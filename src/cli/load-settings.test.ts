/** Where settings come from: flag, variable, configuration file, default; and what is refused, with where it was found. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { defaultSettings } from '../config.ts'
import { ConfigurationFault, loadConfiguration } from './load-settings.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-settings-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** Without a file named or in a data directory that does not exist, none is found. */
const nowhere = () => ({ data: join(folder, 'nowhere') })

async function fileWith(content: unknown): Promise<string> {
  const path = join(folder, 'settings.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const refused = (work: () => unknown, message: RegExp): void =>
  assert.throws(work, error => error instanceof ConfigurationFault && message.test(error.message))

test('a flag stands over a variable, a variable over the file, the file over the default', async () => {
  const config = await fileWith({ port: 1, heavyJobs: 2, region: 'eu-west-1' })
  const environment = { ATTUNE_PORT: '3', ATTUNE_HEAVY_JOBS: '4' }
  const { settings } = loadConfiguration({ config, port: '5' }, environment)
  assert.equal(settings.port, 5)
  assert.equal(settings.heavyJobs, 4)
  assert.equal(settings.region, 'eu-west-1')
  assert.equal(settings.leaseMs, defaultSettings.leaseMs)
})

test('a variable that is set to nothing is as good as absent', async () => {
  const { settings } = loadConfiguration({ config: await fileWith({ port: 1 }) }, { ATTUNE_PORT: '' })
  assert.equal(settings.port, 1)
})

test('defaults of a command stand over those of the settings, and under everything else', async () => {
  const own = { sequenceMinutes: 0, heavyJobs: 7 }
  const { settings } = loadConfiguration(nowhere(), { ATTUNE_HEAVY_JOBS: '2' }, own)
  assert.equal(settings.sequenceMinutes, 0)
  assert.equal(settings.heavyJobs, 2)
})

test('the file is the one named by the flag, then by the variable, then that of the data directory', async () => {
  const named = await fileWith({ port: 1 })
  await writeFile(join(folder, 'attune.json'), JSON.stringify({ port: 2 }))
  const portOf = (flags: object, environment = {}) => loadConfiguration({ ...flags }, environment).settings.port
  assert.equal(portOf({ data: folder, config: named }, { ATTUNE_CONFIG: join(folder, 'none.json') }), 1)
  assert.equal(portOf({ data: folder }, { ATTUNE_CONFIG: named }), 1)
  assert.equal(portOf({ data: folder }), 2)
  assert.equal(portOf({}, { ATTUNE_DATA: folder }), 2)
  assert.equal(portOf(nowhere()), defaultSettings.port)
})

test('the data directory is an absolute path from here on', () => {
  const { settings } = loadConfiguration({}, { ATTUNE_DATA: 'some/where' })
  assert.equal(settings.data, resolve('some/where'))
})

for (const [name, given, message] of [
  ['port', '65536', /^--port is "65536"\. It must be a whole number from 0 to 65535\.$/],
  ['port', '-1', /from 0 to 65535/],
  ['port', '1.5', /a whole number/],
  ['port', ' ', /a whole number/],
  ['importRejectShareMax', '1.01', /^--import-reject-share-max is "1\.01"\. It must be a number from 0 to 1\.$/],
  ['testMode', 'yes', /true or false/],
  ['account', '12345', /text that matches/],
  ['logLevel', 'loud', /trace\|debug/],
  ['logLevel', 'information', /trace\|debug/],
] as const) {
  test(`--${name} ${JSON.stringify(given)} is refused`, () => {
    refused(() => loadConfiguration({ ...nowhere(), [name]: given }, {}), message)
  })
}

test('bounds belong to what is allowed', () => {
  const { settings } = loadConfiguration({ ...nowhere(), port: '65535', importRejectShareMax: '1', leaseMs: '500' }, {})
  assert.deepEqual([settings.port, settings.importRejectShareMax, settings.leaseMs], [65535, 1, 500])
})

test('switches are true or false, as text or as such', async () => {
  const config = await fileWith({ testMode: true, automaticTraining: 'false' })
  const { settings } = loadConfiguration({ config }, { ATTUNE_WIDE_VECTORS: 'false' })
  assert.deepEqual([settings.testMode, settings.automaticTraining, settings.wideVectors], [true, false, false])
})

test('a fault names the place it was found in', async () => {
  refused(() => loadConfiguration(nowhere(), { ATTUNE_PORT: 'x' }), /^ATTUNE_PORT is "x"/)
  const config = await fileWith({ port: 'x' })
  refused(() => loadConfiguration({ config }, {}), /^port in .*settings\.json is "x"/)
})

test('a file that is none is refused', async () => {
  const load = async (content: unknown) => {
    const config = await fileWith(content)
    return () => loadConfiguration({ config }, {})
  }
  refused(await load('{'), /cannot be read/)
  refused(await load([]), /must hold a JSON object/)
  refused(await load('null'), /must hold a JSON object/)
  refused(await load({ prot: 1 }), /unknown setting prot.*--help/)
  refused(() => loadConfiguration({ config: join(folder, 'none.json') }, {}), /cannot be read/)
})

test('roles and credentials of the object store come from the file', async () => {
  const s3 = { accessKeyId: 'a', secretAccessKey: 'b', region: 'us-east-1' }
  const roles = { 'arn:aws:iam::000000000000:role/shop': { buckets: ['shop'] } }
  const configuration = loadConfiguration({ config: await fileWith({ s3, roles }) }, {})
  assert.deepEqual([configuration.s3, configuration.roles], [s3, roles])
})

test('a key pair comes from the environment, whole or not at all', () => {
  const pair = { ATTUNE_ACCESS_KEY_ID: 'AKME', ATTUNE_SECRET_ACCESS_KEY: 'mine' }
  assert.deepEqual(loadConfiguration(nowhere(), pair).key, { accessKeyId: 'AKME', secretAccessKey: 'mine' })
  assert.equal(loadConfiguration(nowhere(), {}).key, undefined)
  refused(() => loadConfiguration(nowhere(), { ATTUNE_ACCESS_KEY_ID: 'AKME' }), /both ATTUNE_ACCESS_KEY_ID and/)
})
