/** The child process of an export: takes a spec, reports progress, gives back what was written. */

import { serveChild } from '../jobs/serve-child.ts'
import { type ExportResult, type ExportSpec, exportRows } from './export-rows.ts'

serveChild<ExportSpec, ExportResult>((spec, { progress }) => exportRows(spec, progress))
