/** The child process of an import: takes a spec, reports progress, gives back the segment and what the rows came to. */

import { serveChild } from '../jobs/serve-child.ts'
import { type ImportResult, type ImportSpec, importObjects } from './import-objects.ts'

serveChild<ImportSpec, ImportResult>((spec, { progress }) => importObjects(spec, progress))
