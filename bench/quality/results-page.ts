/**
 * Figures of all protocols ever saved, each with the commit, machine and day it belongs to: running one protocol again
 * replaces its rows alone, in `bench/results/quality.json` and the page beside it.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markdownTable, type Stamp, stampNow, type Table } from '../report/results.ts'
import { protocols } from './protocols.ts'
import type { MeasureResult, ProtocolResult } from './run-protocol.ts'

export type Saved = Stamp & ProtocolResult

const folder = fileURLToPath(new URL('../results/', import.meta.url))

/** Small sets decide nothing below their standard error, so "no worse than one standard error" counts as reached. */
const isReached = ({ value, standardError }: MeasureResult, goal: number, drawCount: number): boolean =>
  value >= goal - (drawCount > 1 ? standardError : 0)

const verdictOf = (result: MeasureResult, drawCount: number): string => {
  const { must, aim } = result
  if (must === undefined) return ''
  if (aim !== undefined && isReached(result, aim, drawCount)) return 'aim'
  return isReached(result, must, drawCount) ? 'must' : `${((result.value / must - 1) * 100).toFixed(1)} %`
}

const figure = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4).replace(/^0/, ''))

interface BlendChoices {
  readonly parts?: readonly { readonly kind: string; readonly decay?: number; readonly weight: number }[]
}

/** The blend in words, everything else as it is; the candidates that lost stay in the JSON. */
function chosenIn({ choices, ...origin }: ProtocolResult['origin']): string {
  const { parts, alone: _, ...rest } = (choices ?? {}) as BlendChoices & { alone?: unknown }
  const blend = parts?.map(({ kind, decay, weight }) => `${weight} ${kind}${decay === undefined ? '' : ` (${decay})`}`)
  const text = JSON.stringify({ ...origin, ...rest }).replaceAll('"', '')
  return [blend?.join(' + '), text].filter(Boolean).join('; ')
}

const drawsOf = ({ firstDraw = 1, drawCount }: ProtocolResult): string | number =>
  drawCount === 1 ? 1 : `${firstDraw} to ${firstDraw + drawCount - 1}`

export function tablesOf(saved: Readonly<Record<string, Saved>>): readonly Table[] {
  const known = protocols.flatMap(({ id }) => (saved[id] ? [{ id, ...saved[id] }] : []))
  return [
    {
      title: 'Accuracy',
      columns: ['protocol', 'measure', 'ours', '± s.e.', 'must', 'aim', 'reached', 'commit'],
      rows: known.flatMap(one =>
        one.results.map(result => [
          `${one.title} (${one.recipe})`,
          [result.measure, result.arm].filter(Boolean).join(', '),
          figure(result.value),
          figure(result.standardError),
          figure(result.must),
          figure(result.aim),
          verdictOf(result, one.drawCount),
          one.commit,
        ]),
      ),
    },
    {
      title: 'Cost',
      columns: [
        'protocol',
        'draws',
        'queries',
        'training s',
        'allowed s',
        'training MB',
        'server MB',
        'requests/s',
        'seen items',
        'short lists',
        'paired p',
        'load',
        'commit',
      ],
      rows: known.map(one => [
        one.id,
        drawsOf(one),
        one.queryCount,
        one.trainingSeconds.toFixed(1),
        one.trainingSecondsMax ?? '',
        one.trainingMb ?? '',
        one.serverMb,
        Math.round(one.requestsPerSecond),
        one.seenBy,
        one.shortLists,
        one.pairedP?.toFixed(4) ?? '',
        one.load.toFixed(1),
        `${one.commit}, ${one.date.slice(0, 10)}`,
      ]),
    },
    {
      title: 'What was chosen (of the last draw)',
      columns: ['protocol', 'model'],
      rows: known.map(one => [one.id, chosenIn(one.origin)]),
    },
  ]
}

export async function stamped(results: Readonly<Record<string, ProtocolResult>>): Promise<Record<string, Saved>> {
  const stamp = await stampNow()
  return Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { ...stamp, ...result }]))
}

async function savedBefore(): Promise<Readonly<Record<string, Saved>>> {
  try {
    return JSON.parse(await readFile(join(folder, 'quality.json'), 'utf8')).protocols
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

const introduction = [
  '# quality',
  'Every figure comes from the recipe as shipped, with no `solutionConfig`, through the API of a started server; nothing',
  'is tuned on test parts, but that draws 1 and 2 of ml-100k and watch/click were looked at while the recipe was made: rows',
  'of draws 11 to 20 are free of that. Lists are ranked over the whole catalogue. `reached` says whether the must or the aim',
  'is, or how far the must is away; with several draws one standard error is allowed. Training is CreateSolutionVersion to',
  'ACTIVE.',
].join('\n')

export async function saveProtocols(results: Readonly<Record<string, Saved>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  const all = { ...(await savedBefore()), ...results }
  await writeFile(join(folder, 'quality.json'), `${JSON.stringify({ name: 'quality', protocols: all }, null, 2)}\n`)
  const machines = [...new Set(Object.values(all).map(({ machine }) => machine))].join('; ')
  const page = [introduction.replace('# quality\n', '# quality\n\n'), machines, ...tablesOf(all).map(markdownTable)]
  await writeFile(join(folder, 'quality.md'), `${page.join('\n\n')}\n`)
}
