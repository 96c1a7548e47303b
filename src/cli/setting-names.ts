/** The three spellings of a setting: `stateDelayMs` in the file, `--state-delay-ms`, `ATTUNE_STATE_DELAY_MS`. */

const words = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

export const flagOf = (name: string): string => `--${words(name)}`
export const variableOf = (name: string): string => `ATTUNE_${words(name).replaceAll('-', '_').toUpperCase()}`
