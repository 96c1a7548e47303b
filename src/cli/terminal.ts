/** The two ways this program speaks: results on standard output, everything else on standard error. */

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
