/**
 * Named places where the process may be killed in a fault test (`ATTUNE_CRASH_AT=<name>`). The list is the whole list:
 * the fault suite kills at every name in it and fails when one is never reached. In production a point costs one
 * comparison with `undefined`. `ATTUNE_CRASH_SKIP` lets that many passes through before the kill.
 */

export const crashPoints = [
  'records.before-commit',
  'records.after-commit',
  'import.started',
  'import.segment-written',
  'import.segment-renamed',
  'import.before-finish',
  'export.started',
  'export.part-written',
  'export.before-finish',
  'training.started',
  'search.trial-kept',
  'training.fitted',
  'artifact.written',
  'artifact.renamed',
  'training.before-finish',
  'campaign.before-swap',
  'campaign.after-swap',
  'events.before-write',
  'events.before-sync',
  'events.after-sync',
  'fold.segment-written',
  'fold.before-commit',
  'fold.after-commit',
] as const

export type CrashPoint = (typeof crashPoints)[number]

const armed = process.env.ATTUNE_CRASH_AT
let passesLeft = Number(process.env.ATTUNE_CRASH_SKIP ?? 0)

/** Kills this process (and, with `ATTUNE_SERVER_PID`, the server that owns it) when the point is armed. */
export function crashPoint(point: CrashPoint): void {
  if (armed === undefined || armed !== point) return
  if (passesLeft-- > 0) return
  const server = Number(process.env.ATTUNE_SERVER_PID ?? 0)
  if (server > 0 && server !== process.pid) process.kill(server, 'SIGKILL')
  process.kill(process.pid, 'SIGKILL')
}
