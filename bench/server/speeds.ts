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

async function fullSpeed(port: number, requests: readonly string[], { seconds, connectionCount }: Pace) {
  const spec = { host, port, requests, connectionCount }
  await load({ ...spec, durationMs: seconds * 200 })
  const { latenciesMs, elapsedMs } = checked(await load({ ...spec, durationMs: seconds * 1000 }))
  const { p50, p90, p99, p999 } = percentilesOf(latenciesMs)
  return { perSecond: (latenciesMs.length * 1000) / elapsedMs, times: [p50, p90, p99, p999] }
}

async function echoSpeed(pace: Pace) {
  const child = fork(fileURLToPath(new URL('./echo-child.ts', import.meta.url)))
  const [port] = (await once(child, 'message')) as [number]
  const body = JSON.stringify({ campaignArn: 'x'.repeat(80), userId: 'user-1' })
  const request = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const speed = await fullSpeed(port, [request], pace)
  child.disconnect()
  await once(child, 'exit')
  return speed
}

export async function fullSpeeds(url: string, targets: Targets, names: readonly Target[], pace: Pace) {
  const echo = await echoSpeed(pace)
  const rows = new Map([['node:http alone', echo]])
  for (const name of names) rows.set(name, await fullSpeed(portOf(url), targets[name](), pace))
  return [...rows].map(([name, { perSecond, times }]) => [
    name,
    Math.round(perSecond),
    `${((100 * perSecond) / echo.perSecond).toFixed(0)} %`,
    ...times.map(milliseconds),
  ])
}

/** Long enough for users who are to ask again to have asked before. */
const warmMs = 6000

export async function steadySpeeds(
  url: string,
  targets: Targets,
  names: readonly Target[],
  { seconds, connectionCount }: Pace,
  requestsPerSecond: number,
) {
  const rows = []
  for (const name of names) {
    const requests = targets[name](Math.ceil(seconds * requestsPerSecond))
    const spec = { host, port: portOf(url), connectionCount }
    await load({ ...spec, requests: targets[name](), durationMs: Math.min(warmMs, seconds * 1000) })
    const steady = { ...spec, requests, requestsPerSecond, durationMs: seconds * 1000 }
    const { latenciesMs } = checked(await load(steady))
    const { count, p50, p99, p999, max } = percentilesOf(latenciesMs)
    rows.push([`${name}, ${requestsPerSecond} a second`, count, ...[p50, p99, p999, max].map(milliseconds)])
  }
  return rows
}

/** More requests than one connection sends in the time, so that no value of a filter comes again. */
const perSecondMax = 2000

export async function singleSpeeds(url: string, targets: Targets, names: readonly Target[], seconds: number) {
  const rows = []
  for (const name of names) {
    const spec = { host, port: portOf(url), connectionCount: 1 }
    await load({ ...spec, requests: targets[name](), durationMs: seconds * 200 })
    const requests = targets[name](Math.ceil(seconds * perSecondMax))
    const { latenciesMs } = checked(await load({ ...spec, requests, durationMs: seconds * 1000 }))
    const { count, p50, p99, p999, max } = percentilesOf(latenciesMs)
    rows.push([name, count, ...[p50, p99, p999, max].map(milliseconds)])
  }
  return rows
}
