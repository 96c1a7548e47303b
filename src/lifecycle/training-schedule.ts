/**
 * When a solution trains by itself [doc: control-plane page, 11.3]. A schedule begins when the solution is made, when it is
 * given another frequency and when automatic training is turned on. It trains first an hour after that, unless a version
 * was made meanwhile; from then on N days after the start of the training before, whoever asked for that one. The private
 * member `trainingSchedule` says when the schedule began and after which version; a job of an earlier one ends by itself.
 */

import type { Settings } from '../config.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { JobOrder } from './new-job.ts'

const dayMs = 86_400_000
const daysDefault = 7

type Body = Readonly<Record<string, unknown>>

export interface TrainingSchedule {
  readonly sinceMs: number
  /** The newest version when it began. Told apart by it, not by time: both may fall into one millisecond. */
  readonly afterVersion?: string | undefined
}

interface ScheduledBody {
  readonly performAutoTraining?: boolean
  readonly trainingSchedule?: TrainingSchedule
  readonly solutionConfig?: { readonly autoTrainingConfig?: { readonly schedulingExpression?: string } }
}

type Timing = Pick<Settings, 'automaticTraining' | 'firstTrainingDelayMs'>

const scheduledBody = bodyOf<ScheduledBody>

/** Looks at the solution when the delay is over. */
export const scheduling = (solutionArn: string, sinceMs: number, delayMs: number): JobOrder => ({
  kind: 'schedule-training',
  resource: solutionArn,
  subject: `${solutionArn}#schedule`,
  payload: { sinceMs },
  delayMs,
})

/** The jobs of a schedule that begins now. */
export const beginSchedule = (
  solutionArn: string,
  performAutoTraining: boolean,
  sinceMs: number,
  { automaticTraining, firstTrainingDelayMs }: Timing,
): readonly JobOrder[] =>
  performAutoTraining && automaticTraining ? [scheduling(solutionArn, sinceMs, firstTrainingDelayMs)] : []

/** Undefined when the solution does not train by itself. */
export const scheduleOf = (solution: ResourceRecord): TrainingSchedule | undefined => {
  const { performAutoTraining, trainingSchedule } = scheduledBody(solution)
  return performAutoTraining ? trainingSchedule : undefined
}

/** The newest first. */
export const versionsOf = (
  read: RecordReader,
  { account, region, arn: parent }: ResourceRecord,
): Promise<readonly ResourceRecord[]> =>
  read.list({ kind: 'solution-version', account, region, parent, order: 'newest' })

/** The shape of the request has checked the form `rate(N days)`. */
export const periodMs = (solution: ResourceRecord): number => {
  const expression = scheduledBody(solution).solutionConfig?.autoTrainingConfig?.schedulingExpression
  return Number(/\d+/.exec(expression ?? '')?.[0] ?? daysDefault) * dayMs
}

export const trainingDueMs = (
  solution: ResourceRecord,
  { sinceMs, afterVersion }: TrainingSchedule,
  newest: ResourceRecord | undefined,
  { firstTrainingDelayMs }: Timing,
): number =>
  newest === undefined || newest.arn === afterVersion
    ? sinceMs + firstTrainingDelayMs
    : newest.createdAtMs + periodMs(solution)

interface SolutionUpdate {
  readonly performAutoTraining?: boolean
  readonly solutionUpdateConfig?: { readonly autoTrainingConfig?: unknown }
}

/** Whether an update, in force now, begins another schedule: a frequency is given, or training is turned on [doc]. */
export const beginsSchedule = (former: Body, update: Body): boolean => {
  const { performAutoTraining, solutionUpdateConfig } = update as SolutionUpdate
  const isTurnedOn = performAutoTraining === true && (former as ScheduledBody).performAutoTraining !== true
  return isTurnedOn || solutionUpdateConfig?.autoTrainingConfig !== undefined
}
