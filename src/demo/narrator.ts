/** How the tour speaks: headings, steps with the time they took, a moving line while something runs on a terminal. */

import type { Progress } from '../storage/job-queue.ts'

export interface Narrator {
  say(line?: string): void
  /** Runs the work under a title; the line ends with what it gave and how long it took. */
  step<T>(
    title: string,
    work: (progress: (progress: Progress) => void) => Promise<T>,
    told?: (result: T) => string,
  ): Promise<T>
}

const clearLine = '\r\u001b[2K'

const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`

function progressText({ done, total, unit, note }: Progress): string {
  const share = total ? ` ${Math.floor((100 * done) / total)} %` : ''
  const count = done > 0 ? ` ${done.toLocaleString('en')} ${unit}` : ''
  return `${note ?? ''}${count}${share}`
}

export function createNarrator(output: NodeJS.WriteStream): Narrator {
  const say = (line = '') => void output.write(`${line}\n`)
  return {
    say,
    step: async (title, work, told) => {
      const startedAtMs = performance.now()
      const padded = `  ${title.padEnd(46, '.')} `
      const progress = (now: Progress) => {
        if (output.isTTY) output.write(`${clearLine}${padded}${progressText(now)}`)
      }
      if (output.isTTY) output.write(padded)
      const result = await work(progress)
      const outcome = told ? `${told(result)}, ` : ''
      say(`${output.isTTY ? clearLine : ''}${padded}${outcome}${seconds(startedAtMs)}`)
      return result
    },
  }
}
