/** `attune doctor`: looks at what a server needs before it is started, and says what to do where something is missing. */

import { existsSync } from 'node:fs'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { type Configuration, endpointFileOf } from '../attune.ts'
import { systemClock } from '../base/clock.ts'
import { endpointOf } from './env.ts'
import { type Flags, loadConfiguration } from './load-settings.ts'
import { print } from './terminal.ts'

interface Finding {
  readonly isGood: boolean
  readonly text: string
}

type Check = (configuration: Configuration) => Promise<Finding>

const good = (text: string): Finding => ({ isGood: true, text })
const bad = (text: string): Finding => ({ isGood: false, text })

const nodeNeeded = [22, 18] as const
const diskBytesNeeded = 2 * 1024 ** 3

const node: Check = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > nodeNeeded[0] || (major === nodeNeeded[0] && minor >= nodeNeeded[1])
  return isNew
    ? good(`Node ${process.versions.node}`)
    : bad(`Node ${process.versions.node}: ${nodeNeeded.join('.')} or newer is needed`)
}

const directory: Check = async ({ settings }) => {
  try {
    await mkdir(settings.data, { recursive: true })
    await access(settings.data, constants.R_OK | constants.W_OK)
    return good(`data directory ${settings.data} can be written`)
  } catch (error) {
    return bad(`data directory ${settings.data}: ${(error as Error).message}; choose another with --data`)
  }
}

const disk: Check = async ({ settings }) => {
  const { bavail, bsize } = await statfs(existsSync(settings.data) ? settings.data : '.')
  const free = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`
  return bavail * bsize >= diskBytesNeeded
    ? good(`disk: ${free}`)
    : bad(`disk: ${free}; imports and trainings need about 2 GiB`)
}

const port: Check = async configuration => {
  const { settings } = configuration
  if (existsSync(endpointFileOf(settings.data)))
    return good(`a server of this data directory is at ${endpointOf(configuration)}`)
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', error =>
      resolve(bad(`port ${settings.port}: ${error.message}; choose another with --port, or 0 for a free one`)),
    )
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve(good(`port ${settings.port} is free`))))
  })
}

/** Signatures carry the time; before this year no build of this program existed. */
const earliestMs = Date.UTC(2026, 0, 1)

const clock: Check = async () => {
  const nowMs = systemClock.nowMs()
  const text = `clock: ${new Date(nowMs).toISOString()}`
  return nowMs > earliestMs
    ? good(text)
    : bad(`${text}; signatures are refused when clocks differ by more than minutes`)
}

const s3: Check = async ({ settings }) => {
  if (settings.s3Endpoint === '') return good(`S3: local buckets below ${settings.data}/buckets`)
  try {
    const answer = await fetch(settings.s3Endpoint, { signal: AbortSignal.timeout(5000) })
    return good(`S3: ${settings.s3Endpoint} answers (${answer.status})`)
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error }
    return bad(`S3: ${settings.s3Endpoint} does not answer: ${cause?.message || message}`)
  }
}

export async function doctor(flags: Flags): Promise<number> {
  const configuration = loadConfiguration(flags, process.env)
  let isGood = true
  for (const check of [node, directory, disk, port, clock, s3]) {
    const finding = await check(configuration)
    print(`${finding.isGood ? 'ok  ' : 'FAIL'} ${finding.text}`)
    isGood &&= finding.isGood
  }
  return isGood ? 0 : 1
}
