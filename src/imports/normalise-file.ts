/** One file through the normaliser into another, in bounded memory. */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { CsvNormaliser, type NormaliserOptions } from './csv-normaliser.ts'

const chunkBytes = 1024 * 1024

export interface Normalised {
  readonly rowCount: number
  readonly hasMarks: boolean
}

export async function normaliseFile(
  from: string,
  to: string,
  options: NormaliserOptions,
  onBytes: (byteCount: number) => void,
): Promise<Normalised> {
  const file = await open(to, 'w')
  try {
    const ready: Buffer[] = []
    const normaliser = new CsvNormaliser(options, block => ready.push(block))
    const writeReady = async () => {
      for (const block of ready.splice(0)) await file.appendFile(block)
    }
    for await (const chunk of createReadStream(from, { highWaterMark: chunkBytes })) {
      normaliser.push(chunk as Buffer)
      onBytes((chunk as Buffer).length)
      await writeReady()
    }
    normaliser.end()
    await writeReady()
    return { rowCount: normaliser.rowCount, hasMarks: normaliser.hasMarks }
  } finally {
    await file.close()
  }
}
