/**
 * `GET /attune/clock` and `POST /attune/clock`, in the test mode: reads, turns, stops and starts the server's clock. The
 * answer to a turn comes when the work that falls into that time is done, unless `waits` is false.
 */

import { invalidInput } from '../contract/errors.ts'
import type { OperationContext } from '../operations/context.ts'
import type { TestControls } from '../testing/test-mode.ts'
import type { Extension } from '../wire/extension.ts'

type Input = Readonly<Record<string, unknown>>

const known = ['to', 'advanceSeconds', 'stopped', 'waits']

const shown = ({ clock }: TestControls) => ({
  now: new Date(clock.nowMs()).toISOString(),
  epochSeconds: clock.nowMs() / 1000,
  stopped: clock.isStopped,
})

function optional<T>(input: Input, name: string, is: (value: unknown) => value is T, words: string): T | undefined {
  const value = input[name]
  if (value === undefined || is(value)) return value
  throw invalidInput(`${name} must be ${words}.`)
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isDuration = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e10
const isMoment = (value: unknown): value is number | string =>
  typeof value === 'number' ? value >= 0 && value < 1e11 : typeof value === 'string' && !Number.isNaN(Date.parse(value))

/** Undefined when the clock is not to be turned. */
function targetOf(input: Input, nowMs: number): number | undefined {
  const unknown = Object.keys(input).find(name => !known.includes(name))
  if (unknown !== undefined) throw invalidInput(`Unknown member ${unknown}; there are ${known.join(', ')}.`)
  const to = optional(input, 'to', isMoment, 'a date as 2026-01-01T00:00:00Z or seconds since 1970')
  const advanceSeconds = optional(input, 'advanceSeconds', isDuration, 'a number of seconds, 0 or more')
  if (to !== undefined && advanceSeconds !== undefined) throw invalidInput('Give to or advanceSeconds, not both.')
  if (advanceSeconds !== undefined) return nowMs + advanceSeconds * 1000
  if (to === undefined) return undefined
  const toMs = typeof to === 'number' ? to * 1000 : Date.parse(to)
  if (toMs < nowMs) throw invalidInput('The clock does not go back. Start the server with --test-clock at that moment.')
  return toMs
}

async function turn(input: Input, controls: TestControls): Promise<void> {
  const { clock } = controls
  const toMs = targetOf(input, clock.nowMs())
  const stopped = optional(input, 'stopped', isBoolean, 'true or false')
  const waits = optional(input, 'waits', isBoolean, 'true or false') ?? true
  if (stopped === true) clock.stop()
  if (toMs !== undefined && waits) await controls.turnTo(toMs)
  else if (toMs !== undefined) clock.turnTo(toMs)
  if (stopped === false) clock.run()
}

export const clockExtensions = (controls: TestControls): readonly Extension<OperationContext>[] => [
  { method: 'GET', path: '/attune/clock', handle: async () => shown(controls) },
  {
    method: 'POST',
    path: '/attune/clock',
    handle: async input => {
      await turn(input, controls)
      return shown(controls)
    },
  },
]
