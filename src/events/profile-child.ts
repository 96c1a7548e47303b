/** The child process that loads a profile: what it found goes into a file of the work directory, and where, to the server. */

import { serveChild } from '../jobs/serve-child.ts'
import { packArrays } from './packed-arrays.ts'
import { readProfile } from './read-profile.ts'
import type { ReadOrder } from './read-spec.ts'

serveChild<ReadOrder, unknown>(async ({ spec, packedFile }) => packArrays(await readProfile(spec), packedFile))
