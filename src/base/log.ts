/** Structured logs on standard error. Secrets are never passed to it. Levels: trace, debug, info, warn, error, silent. */

import pino, { type Logger } from 'pino'

export type Log = Logger

export const createLog = (level: string): Log => pino({ level, base: null }, pino.destination({ dest: 2, sync: false }))

export const silentLog: Log = pino({ level: 'silent' })
