/**
 * The largest resident memory of a process, and of what it started, directly or by its launcher, while it is watched; from
 * /proc, so on Linux only.
 */

import { readFileSync } from 'node:fs'

export interface PeakMemory {
  readonly serverMb: number
  readonly childMb: number
}

const lookEveryMs = 100

/** What /proc says; nothing when the process has just ended, or where there is no /proc. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ESRCH'].includes(code)) return ''
    throw error
  }
}

const memoryMb = (pid: number | string, line: 'VmHWM' | 'VmRSS'): number =>
  Math.round(Number(new RegExp(`${line}:\\s+(\\d+)`).exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? 0) / 1024)

const highWaterMb = (pid: number | string): number => memoryMb(pid, 'VmHWM')

const childrenOf = (pid: number | string): readonly string[] =>
  readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)

const descendantsOf = (pid: number | string): readonly string[] =>
  childrenOf(pid).flatMap(child => [child, ...descendantsOf(child)])

/** The largest descendant right now; 0 without any. */
export const residentNowMb = (pid: number): number =>
  Math.max(0, ...descendantsOf(pid).map(child => memoryMb(child, 'VmRSS')))

export function watchMemory(pid: number): { peak(): PeakMemory; end(): void } {
  let peak: PeakMemory = { serverMb: 0, childMb: 0 }
  const look = () => {
    peak = {
      serverMb: Math.max(peak.serverMb, highWaterMb(pid)),
      childMb: Math.max(peak.childMb, ...descendantsOf(pid).map(highWaterMb)),
    }
  }
  const timer = setInterval(look, lookEveryMs)
  return { peak: () => peak, end: () => clearInterval(timer) }
}

const ticksPerSecond = 100

/** Processor time that the descendants have used so far, in seconds: where others work on the machine it says more than time. */
export const childrenCpuSeconds = (pid: number): number =>
  descendantsOf(pid).reduce((sum, child) => {
    // Behind the name, which may hold anything, user and system time are the 12th and the 13th.
    const fields = readIfThere(`/proc/${child}/stat`).split(') ').at(-1)?.split(' ') ?? []
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond
  }, 0)
