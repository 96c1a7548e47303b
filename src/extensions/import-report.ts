/**
 * `GET /attune/import-report?datasetImportJobArn=…`: how many rows an import had, how many were left out because they broke
 * the schema, and the first of those as lines of CSV (file, line, column, value, expected). The whole report is the file
 * it names, below the data directory.
 */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { invalidInput } from '../contract/errors.ts'
import type { OperationContext } from '../operations/context.ts'
import { find } from '../operations/finding.ts'
import { type DatasetImportJobBody, datasetImportJob } from '../resources/dataset-import-job.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Extension } from '../wire/extension.ts'

/** Lines in an answer, the header among them. */
const linesMax = 1001

async function firstLines(path: string): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    lines.push(line)
    if (lines.length === linesMax) break
  }
  return lines
}

export const importReportExtension: Extension<OperationContext> = {
  method: 'GET',
  path: '/attune/import-report',
  handle: async ({ datasetImportJobArn }, { records, caller, settings }) => {
    if (typeof datasetImportJobArn !== 'string') throw invalidInput('datasetImportJobArn is required.')
    const record = await find(records, caller, datasetImportJob, datasetImportJobArn)
    const { report, failureReason } = bodyOf<DatasetImportJobBody>(record)
    const rejects = report?.rejectsFile ? await firstLines(join(settings.data, report.rejectsFile)) : []
    return { datasetImportJobArn, status: record.status, failureReason, ...report, rejects }
  },
}
