/**
 * The test suites: which files run, in how many processes, and what must be prepared before. `fast` is `npm test`: all
 * that needs nothing installed by hand and ends within ten minutes on two cores. The others are sections of `.ci/run`.
 */

export interface Run {
  readonly name: string
  /** Globs from the root of the repository. A run in which no test executes is a failure. */
  readonly files: readonly string[]
  /** One process for all files (fast, shared globals) or one per file (tests that open servers). */
  readonly isolation: 'none' | 'process'
  /** Files at the same time; 1 where tests look at times, or at what else runs. */
  readonly concurrency?: number
  /** Without isolation: the files are dealt out to so many processes side by side. */
  readonly processes?: number
  /** Packages from PyPI, in a virtual environment that the run gets as `ATTUNE_PYTHON`. */
  readonly needsPython?: true
}

const unit: Run = { name: 'unit and property', files: ['src/**/*.test.ts'], isolation: 'none', processes: 2 }
const tidy: Run = { name: 'tidy', files: ['test/tidy/*.test.ts'], isolation: 'none' }
const docs: Run = { name: 'docs', files: ['test/docs/*.test.ts'], isolation: 'process', concurrency: 1 }
const conformance: Run = { name: 'conformance', files: ['test/conformance/*.test.ts'], isolation: 'process' }
const ledger: Run = { name: 'ledger', files: ['test/ledger/*.test.ts'], isolation: 'process', concurrency: 2 }
const journeys: Run = {
  name: 'journeys on generated data',
  files: ['test/journeys/*.test.ts'],
  isolation: 'process',
  concurrency: 2,
}
const dataJourneys: Run = {
  name: 'journeys on recorded data sets',
  files: ['test/journeys/data-sets/*.test.ts'],
  isolation: 'process',
  concurrency: 1,
}
const testing: Run = { name: 'test mode', files: ['test/testing/*.test.ts'], isolation: 'process', concurrency: 2 }
const parameters: Run = { name: 'effects of parameters', files: ['test/parameters/*.test.ts'], isolation: 'process' }
const faults: Run = { name: 'faults', files: ['test/faults/*.test.ts'], isolation: 'process', concurrency: 2 }
const clients: Run = {
  name: 'boto3 and the AWS CLI',
  files: ['test/clients/*.test.ts', 'test/conformance/botocore-oracle.test.ts'],
  isolation: 'process',
  concurrency: 1,
  needsPython: true,
}
const s3: Run = {
  name: 'S3 servers',
  files: ['test/s3/*.test.ts'],
  isolation: 'process',
  concurrency: 1,
  needsPython: true,
}
const packed: Run = { name: 'packed package', files: ['test/package/*.test.ts'], isolation: 'process', concurrency: 1 }
const fuzz: Run = { name: 'fuzz', files: ['test/fuzz/*.test.ts'], isolation: 'process', concurrency: 1 }
const benches: Run = { name: 'toy benches', files: ['test/bench/*.test.ts'], isolation: 'process', concurrency: 1 }

export const suites: Readonly<Record<string, readonly Run[]>> = {
  fast: [unit, tidy, docs, conformance, ledger, parameters, journeys, testing],
  unit: [unit],
  tidy: [tidy],
  docs: [docs],
  conformance: [conformance, ledger],
  journeys: [journeys, dataJourneys],
  'data-sets': [dataJourneys],
  faults: [faults],
  clients: [clients],
  s3: [s3],
  package: [packed],
  bench: [benches],
  fuzz: [fuzz],
  testing: [testing],
  parameters: [parameters],
  all: [
    unit,
    tidy,
    docs,
    conformance,
    ledger,
    parameters,
    journeys,
    testing,
    dataJourneys,
    faults,
    clients,
    s3,
    packed,
    benches,
    fuzz,
  ],
}
