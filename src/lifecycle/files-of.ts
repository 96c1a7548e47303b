/** The files of the data directory that a record names: segments of a dataset, the artifact of a version. */

import type { ResourceRecord } from '../storage/records.ts'

interface NamesFile {
  readonly file: string
}

export const filesOf = ({ body }: ResourceRecord): readonly string[] => {
  const { segments = [], artifact } = body as { segments?: readonly NamesFile[]; artifact?: NamesFile }
  return [...segments, ...(artifact ? [artifact] : [])].map(({ file }) => file)
}
