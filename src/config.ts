/**
 * Every setting, once: name, type, default, bounds, meaning. Command-line flags (`--state-delay-ms`), environment
 * variables (`ATTUNE_STATE_DELAY_MS`), keys of the config file (`stateDelayMs`), `--help` and the reference page are
 * derived from this list. Precedence: flag, environment, file, default.
 */

interface SettingBase {
  /** Shown as the group in help and docs. */
  readonly group: 'server' | 'identity' | 'storage' | 'behaviour' | 'quotas' | 'work' | 'testing'
  readonly meaning: string
}

export interface NumberSetting extends SettingBase {
  readonly type: 'integer' | 'number'
  readonly default: number
  readonly min: number
  readonly max: number
}

export interface TextSetting extends SettingBase {
  readonly type: 'text'
  readonly default: string
  /** The value must match all of it. */
  readonly match?: RegExp
}

export interface SwitchSetting extends SettingBase {
  readonly type: 'switch'
  readonly default: boolean
}

export type Setting = NumberSetting | TextSetting | SwitchSetting

const quota = (number: number, meaning: string): NumberSetting => ({
  ...{ type: 'integer', group: 'quotas', meaning },
  ...{ default: number, min: 1, max: 1_000_000_000 },
})

const declare = <const S extends Record<string, Setting>>(settings: S): S => settings

export const settings = declare({
  host: { type: 'text', group: 'server', default: '127.0.0.1', meaning: 'Address to listen on.' },
  port: {
    type: 'integer',
    group: 'server',
    default: 4646,
    min: 0,
    max: 65535,
    meaning: 'Port to listen on; 0 picks a free one.',
  },
  data: {
    type: 'text',
    group: 'storage',
    default: '.attune',
    meaning: 'Data directory: records, datasets, models, local buckets, keys.',
  },
  logLevel: {
    type: 'text',
    group: 'server',
    default: 'warn',
    match: /trace|debug|info|warn|error|silent/,
    meaning: 'Least severe log line written to standard error.',
  },
  bodyBytesMax: {
    type: 'integer',
    group: 'server',
    default: 1048576,
    min: 1024,
    max: 67108864,
    meaning: 'Largest request body, in bytes.',
  },
  requestTimeoutMs: {
    type: 'integer',
    group: 'server',
    default: 30000,
    min: 100,
    max: 600000,
    meaning: 'Time a client has to send a whole request, in milliseconds.',
  },
  drainMs: {
    type: 'integer',
    group: 'server',
    default: 10000,
    min: 0,
    max: 600000,
    meaning: 'Time running requests get to finish on shutdown, in milliseconds.',
  },
  clockSkewMs: {
    type: 'integer',
    group: 'server',
    default: 300000,
    min: 1000,
    max: 86400000,
    meaning: 'Largest difference between the time in a signature and ours, in milliseconds.',
  },
  account: {
    type: 'text',
    group: 'identity',
    default: '000000000000',
    match: /\d{12}/,
    meaning: 'Account of the key pair that a fresh data directory generates.',
  },
  region: {
    type: 'text',
    group: 'identity',
    default: 'us-east-1',
    match: /[a-z0-9-]+/,
    meaning: 'Region printed by `attune env`; the region of an ARN is the one its request was signed for.',
  },
  s3Endpoint: {
    type: 'text',
    group: 'storage',
    default: '',
    meaning: 'URL of an S3-compatible server; empty: `s3://bucket/key` is `buckets/bucket/key` in the data directory.',
  },
  answersBytesMax: {
    type: 'integer',
    group: 'storage',
    default: 67108864,
    min: 0,
    max: 1099511627776,
    meaning:
      'Answers kept on disk for whoever asks why (`GET /attune/why`), in bytes; the oldest make room. 0: none are kept.',
  },
  stateDelayMs: {
    type: 'integer',
    group: 'behaviour',
    default: 0,
    min: 0,
    max: 3600000,
    meaning:
      'Time a new resource stays in each of CREATE PENDING and CREATE IN_PROGRESS beyond the work itself, in milliseconds.',
  },
  deleteDelayMs: {
    type: 'integer',
    group: 'behaviour',
    default: 1000,
    min: 0,
    max: 3600000,
    meaning: 'Time a deleted resource stays visible in DELETE PENDING, in milliseconds.',
  },
  importRejectShareMax: {
    type: 'number',
    group: 'behaviour',
    default: 0.01,
    min: 0,
    max: 1,
    meaning: 'Share of rows of an import that may break the schema and be left out before the job fails.',
  },
  importInteractionsMin: {
    type: 'integer',
    group: 'behaviour',
    default: 1000,
    min: 1,
    max: 1000000000,
    meaning: 'Fewest records in an interactions import.',
  },
  trainInteractionsMin: {
    type: 'integer',
    group: 'behaviour',
    default: 1000,
    min: 1,
    max: 1000000000,
    meaning: 'Fewest interactions a training needs.',
  },
  trainUsersMin: {
    type: 'integer',
    group: 'behaviour',
    default: 25,
    min: 1,
    max: 1000000000,
    meaning: 'Fewest users with at least two interactions a training needs.',
  },
  trainColdItemsMin: {
    type: 'integer',
    group: 'behaviour',
    default: 100,
    min: 0,
    max: 1000000000,
    meaning: 'Fewest cold items a training of HRNN-Coldstart needs.',
  },
  filterEventsPerTypeMax: {
    type: 'integer',
    group: 'behaviour',
    default: 0,
    min: 0,
    max: 1000000000,
    meaning:
      'Newest events of each type that a filter on Interactions looks at per user; the original looks at 100. 0: all of them.',
  },
  explorationWeightV2: {
    type: 'number',
    group: 'behaviour',
    default: 0,
    min: 0,
    max: 1,
    meaning:
      'Weight with which campaigns of User-Personalization-v2 try items younger than 30 days, which answers then mark with the reason `Exploration`; 0.004 is about one place in a thousand, as of the original. 0: none, and the same question has the same answer.',
  },
  automaticTraining: {
    type: 'switch',
    group: 'behaviour',
    default: true,
    meaning: 'Solutions train by themselves when they say so, which they do unless `performAutoTraining` is false.',
  },
  firstTrainingDelayMs: {
    type: 'integer',
    group: 'behaviour',
    default: 3600000,
    min: 0,
    max: 86400000,
    meaning:
      'Time after which a new schedule of automatic trainings trains first, unless a version was made meanwhile, in milliseconds.',
  },
  updateIntervalMs: {
    type: 'integer',
    group: 'behaviour',
    default: 7200000,
    min: 0,
    max: 2592000000,
    meaning:
      'How often a deployed version of a recipe that is updated takes in new items and interactions, in milliseconds; 0: never, and no refresh of trends either.',
  },
  quotas: {
    type: 'text',
    group: 'quotas',
    default: 'default',
    match: /default|unlimited/,
    meaning: '`unlimited` lifts every quota below.',
  },
  quotaSchemas: quota(500, 'Schemas per account and region.'),
  quotaDatasetGroups: quota(5, 'Dataset groups per account and region.'),
  quotaImportJobs: quota(5, 'Import jobs pending or in progress per account and region.'),
  quotaExportJobs: quota(5, 'Export jobs pending or in progress per account and region.'),
  quotaSolutionVersions: quota(20, 'Solution versions pending or in progress per account and region.'),
  quotaSolutions: quota(10, 'Solutions per dataset group.'),
  quotaCampaigns: quota(5, 'Campaigns per dataset group.'),
  quotaFilters: quota(30, 'Filters per dataset group.'),
  quotaFilterFields: quota(20, 'Distinct fields that the filters of a dataset group test together.'),
  heavyJobs: {
    type: 'integer',
    group: 'work',
    default: 1,
    min: 1,
    max: 256,
    meaning: 'Imports, exports and trainings that run at the same time, each in a child process.',
  },
  jobPriority: {
    type: 'text',
    group: 'work',
    default: 'idle',
    match: /idle|low/,
    meaning:
      'What imports, exports and trainings get of the processors: what is left (idle; Linux), or a tenth of a share even where other programs leave nothing (low). What stands still for minutes changes to low by itself.',
  },
  workMemoryMb: {
    type: 'integer',
    group: 'work',
    default: 1024,
    min: 128,
    max: 1048576,
    meaning: 'Memory the data engine of one import or training may take before it spills to disk, in megabytes.',
  },
  foldDelayMs: {
    type: 'integer',
    group: 'work',
    default: 30000,
    min: 0,
    max: 3600000,
    meaning: 'Time for which streamed data gather before they become a segment of their dataset, in milliseconds.',
  },
  trainingThreads: {
    type: 'integer',
    group: 'work',
    default: 0,
    min: 0,
    max: 256,
    meaning: 'Threads one training computes with; 0: one for each core. Models are the same for the same number only.',
  },
  deterministicTraining: {
    type: 'switch',
    group: 'work',
    default: false,
    meaning:
      'Train with plain SIMD, which gives the same model on every processor, where relaxed SIMD is faster; the seed and the number of threads have to agree too.',
  },
  wideVectors: {
    type: 'switch',
    group: 'work',
    default: true,
    meaning:
      'Train with 256-bit vectors, by an experimental option of V8 (Node 24), wherever a check before each training finds the same bytes in less time: the same models, sooner, on processors with AVX2.',
  },
  trainingMemoryMb: {
    type: 'integer',
    group: 'work',
    default: 6144,
    min: 128,
    max: 1048576,
    meaning:
      'Memory one training may take for its arrays, in megabytes; what does not fit is refused before it begins.',
  },
  sequenceMinutes: {
    type: 'number',
    group: 'work',
    default: 9,
    min: 0,
    max: 10000,
    meaning:
      'Time for which a training plans to fit its sequence model, all in all, in minutes; small data take less. 0: closed forms only, in seconds.',
  },
  profileMemoryMb: {
    type: 'integer',
    group: 'work',
    default: 4096,
    min: 1,
    max: 1048576,
    meaning:
      'Memory that the profiles of all dataset groups may take together, in megabytes; the rest is read again when asked.',
  },
  modelMemoryMb: {
    type: 'integer',
    group: 'work',
    default: 2048,
    min: 1,
    max: 1048576,
    meaning:
      'Memory that models held for answering may take together, in megabytes; those unused for longest are read again when asked.',
  },
  scoringThreadFrom: {
    type: 'integer',
    group: 'work',
    default: 1_000_000,
    min: 0,
    max: 1_000_000_000,
    meaning:
      'Size of a model, as items times the widths of its vectors, from which a thread of its own scores what users have done, so that the server answers others meanwhile. 0: none does.',
  },
  filterMemoryMb: {
    type: 'integer',
    group: 'work',
    default: 64,
    min: 1,
    max: 1048576,
    meaning:
      'Memory for remembered values of filters, per dataset group, in megabytes; a value takes a bit for each item, and those unused for longest are looked for again.',
  },
  leaseMs: {
    type: 'integer',
    group: 'work',
    default: 15000,
    min: 500,
    max: 600000,
    meaning: 'Time after which the job of a vanished process is taken over, in milliseconds.',
  },
  seed: {
    type: 'integer',
    group: 'testing',
    default: 1,
    min: 0,
    max: 4294967295,
    meaning: 'Seed of trainings and, in the test mode, of the identifiers that clients see.',
  },
  testMode: {
    type: 'switch',
    group: 'testing',
    default: false,
    meaning: 'Opens the endpoints that turn the clock and inject faults, and makes identifiers repeatable.',
  },
  testClock: {
    type: 'text',
    group: 'testing',
    default: '',
    match: /|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/,
    meaning: 'Moment at which the clock of the test mode starts, as `2026-01-01T00:00:00Z`; empty: now.',
  },
  testClockStopped: {
    type: 'switch',
    group: 'testing',
    default: false,
    meaning: 'The clock of the test mode stands still until it is turned.',
  },
})

type ValueOf<S extends Setting> = S extends NumberSetting ? number : S extends SwitchSetting ? boolean : string

export type Settings = { readonly [N in keyof typeof settings]: ValueOf<(typeof settings)[N]> }

export type SettingName = keyof typeof settings

export const defaultSettings = Object.fromEntries(
  Object.entries(settings).map(([name, setting]) => [name, setting.default]),
) as unknown as Settings
