/** Rows of the tables of speed: all that the server can do, a steady rate, and one request at a time. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { load } from './load.ts'
import type { LoadResult } from './load-spec.ts'
import type { Target, Targets } from './targets.ts'

export const host = '127.0.0.1'

export interface Pace {
  readonly seconds: number
  readonly connectionCount: number
}

export const portOf = (url: string): number => Number(new URL(url).port)

export function checked(result: LoadResult): LoadResult {
  if (Object.keys(result.failures).length > 0) throw new Error(`answers failed: ${JSON.stringify(result.failures)}`)
  return result
}

/** More than a server answers a second, so that no stranger comes twice in a load. */
const perSecondMax = 2500

interface How extends Pace {
  readonly warmSeconds: number
  readonly requestsPerSecond?: number
}

/** Puts one target to the server and tells what counted. */
export async function put(url: string, targets: Targets, name: Target, how: How): Promise<LoadResult> {
  const { seconds, warmSeconds, connectionCount, requestsPerSecond } = how
  const count = Math.ceil((seconds + warmSeconds) * (requestsPerSecond ?? perSecondMax))
  const times = { warmMs: warmSeconds * 1000, durationMs: seconds * 1000 }
  const spec = { host, port: portOf(url), connectionCount, requests: targets.requests(name, count), ...times }
  const result = checked(await load(requestsPerSecond === undefined ? spec : { ...spec, requestsPerSecond }))
  targets.sent(name, result.sentCount)
  return result
}

/** Long enough for users who are to ask again to have asked before, and for the server's code to be compiled. */
const warmSecondsMax = 6

const warm = (url: string, targets: Targets, name: Target, { seconds, connectionCount }: Pace) =>
  put(url, targets, name, { seconds: Math.min(warmSecondsMax, seconds), warmSeconds: 0, connectionCount })

function speedOf({ latenciesMs, elapsedMs }: LoadResult) {
  const { p50, p90, p99, p999 } = percentilesOf(latenciesMs)
  return { perSecond: (latenciesMs.length * 1000) / elapsedMs, times: [p50, p90, p99, p999] }
}

async function echoSpeed({ seconds, connectionCount }: Pace) {
  const child = fork(fileURLToPath(new URL('./echo-child.ts', import.meta.url)))
  const [port] = (await once(child, 'message')) as [number]
  const body = JSON.stringify({ campaignArn: 'x'.repeat(80), userId: 'user-1' })
  const request = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const times = { warmMs: seconds * 200, durationMs: seconds * 1000 }
  const speed = speedOf(checked(await load({ host, port, requests: [request], connectionCount, ...times })))
  child.disconnect()
  await once(child, 'exit')
  return speed
}

export async function fullSpeeds(url: string, targets: Targets, names: readonly Target[], pace: Pace) {
  const echo = await echoSpeed(pace)
  const rows = new Map([['node:http alone', echo]])
  for (const name of names) {
    await warm(url, targets, name, pace)
    rows.set(name, speedOf(await put(url, targets, name, { ...pace, warmSeconds: pace.seconds / 5 })))
  }
  return [...rows].map(([name, { perSecond, times }]) => [
    name,
    Math.round(perSecond),
    `${((100 * perSecond) / echo.perSecond).toFixed(0)} %`,
    ...times.map(milliseconds),
  ])
}

export async function steadySpeeds(
  url: string,
  targets: Targets,
  names: readonly Target[],
  pace: Pace,
  requestsPerSecond: number,
) {
  const rows = []
  for (const name of names) {
    await warm(url, targets, name, pace)
    const result = await put(url, targets, name, { ...pace, warmSeconds: pace.seconds / 5, requestsPerSecond })
    rows.push([`${name}, ${requestsPerSecond} a second`, ...timesOf(result)])
  }
  return rows
}

export async function singleSpeeds(url: string, targets: Targets, names: readonly Target[], seconds: number) {
  const rows = []
  for (const name of names) {
    const result = await put(url, targets, name, { seconds, warmSeconds: seconds / 5, connectionCount: 1 })
    rows.push([name, ...timesOf(result)])
  }
  return rows
}

function timesOf({ latenciesMs }: LoadResult): readonly (string | number)[] {
  const { count, p50, p99, p999, max } = percentilesOf(latenciesMs)
  return [count, ...[p50, p99, p999, max].map(milliseconds)]
}
