/**
 * How fast the kernels are: compiled with relaxed SIMD, with plain SIMD, and in plain TypeScript, at the sizes of a
 * training. Times are the best of some rounds in which the three take turns, so that a busy machine hits all alike.
 *
 *     node bench/kernels/main.ts [--rounds 40] [--only gemm] [--wide] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import { threadCountUpTo } from '../../src/kernels/team.ts'
import { type KernelBackend, openKernels, widenVectors } from '../../src/kernels/wasm-kernels.ts'
import { print, save } from '../report/results.ts'
import { gemmCases } from './gemm-cases.ts'
import type { KernelCase } from './kernel-case.ts'
import { layerCases } from './layer-cases.ts'
import { sharedGemm } from './scaling.ts'
import { searchRow } from './search.ts'
import { solverCases } from './solver-cases.ts'
import { vectorCases } from './vector-cases.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    only: { type: 'string', default: '' },
    wide: { type: 'boolean', default: false },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const roundCount = options.toy ? 1 : Number(options.rounds)
/** One timing holds as many calls as fill this: short, so that some fall between what else the machine does. */
const timingMs = options.toy ? 0.1 : 1
const fastest = options.wide ? 'wide' : 'relaxed'
const backends: readonly KernelBackend[] = [`${fastest}-simd`, 'simd', 'plain']
if (options.wide) widenVectors()

function millisecondsPerCall(call: () => void): number {
  const start = performance.now()
  let calls = 0
  let taken = 0
  do {
    call()
    calls++
    taken = performance.now() - start
  } while (taken < timingMs)
  return taken / calls
}

const spaces = backends.map(backend => openKernels({ byteCountMax: (options.toy ? 256 : 512) * 1024 * 1024, backend }))

/** Milliseconds of one call for each backend. */
function measure({ setUp }: KernelCase): readonly number[] {
  const marks = spaces.map(({ arena }) => arena.mark())
  const calls = spaces.map(({ kernels, arena }) => setUp(kernels, arena))
  const best = calls.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < roundCount; round++) {
    for (const [at, call] of calls.entries()) {
      // The plain form takes seconds where the compiled one takes milliseconds; three rounds tell enough.
      if (backends[at] === 'plain' && round > 2) continue
      best[at] = Math.min(best[at]!, millisecondsPerCall(call))
    }
  }
  for (const [at, { arena }] of spaces.entries()) arena.release(marks[at]!)
  return best
}

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
const perMillisecond = { 'GFLOP/s': 1e6, 'GB/s': 1e6, 'M/s': 1e3 } as const

function row(kernelCase: KernelCase): (string | number)[] {
  const { kernel, size, amount, unit } = kernelCase
  const [relaxed, simd, plain] = measure(kernelCase) as [number, number, number]
  const rate = (milliseconds: number) => digits(amount / milliseconds / perMillisecond[unit])
  return [kernel, size, unit, rate(relaxed), rate(simd), rate(plain), `${(plain / relaxed).toFixed(1)}×`]
}

/** The product that people write first, as the baseline of every machine. */
function plainLoop(size: number): number {
  const filled = (value: number): Float32Array => new Float32Array(size * size).fill(value)
  const [a, b, c] = [filled(0.5), filled(0.25), filled(0)]
  const multiply = () => {
    c.fill(0)
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const factor = a[i * size + k]!
        for (let j = 0; j < size; j++) c[i * size + j]! += factor * b[k * size + j]!
      }
    }
  }
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < roundCount; round++) best = Math.min(best, millisecondsPerCall(multiply))
  return (2 * size ** 3) / best / 1e6
}

async function scaling(): Promise<(string | number)[][]> {
  const size = options.toy ? 128 : 1024
  const baseline = plainLoop(options.toy ? 64 : 128)
  const rows: (string | number)[][] = [['plain i-k-j loop, 128', digits(baseline), '1.0×']]
  const threadCounts = [1, 2, 4].filter(count => count <= threadCountUpTo(options.toy ? 2 : 4))
  for (const threadCount of threadCounts) {
    const rate = await sharedGemm(size, threadCount, roundCount)
    rows.push([`gemm ${size}, ${threadCount} threads`, digits(rate), `${(rate / baseline).toFixed(1)}×`])
  }
  return rows
}

async function searches(): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = []
  for (const rowCount of options.toy ? [1000] : [10_000, 100_000, 1_000_000])
    for (const kind of ['noise', 'as trained'] as const) rows.push(await searchRow(kind, rowCount, roundCount))
  return rows
}

const amountMax = options.toy ? 2e7 : Number.POSITIVE_INFINITY
const cases = [...gemmCases, ...layerCases, ...vectorCases, ...solverCases].filter(
  ({ kernel, amount }) => kernel.startsWith(options.only) && amount < amountMax,
)
const results = {
  name: options.wide ? 'kernels-wide' : 'kernels',
  settings: { rounds: roundCount, seed: 1 },
  tables: [
    {
      title: 'Kernels, one thread',
      columns: ['kernel', 'size', 'unit', `${fastest} SIMD`, 'plain SIMD', 'TypeScript', `${fastest} / TypeScript`],
      rows: cases.map(row),
    },
    {
      title: 'The 100 best of rows of 64, exactly, in milliseconds',
      columns: ['rows', 'number', '4-bit codes, then f32', 'by two threads', 'f32', 'f32 / codes'],
      rows: await searches(),
    },
    { title: 'Shared out', columns: ['product', 'GFLOP/s', 'to the loop'], rows: await scaling() },
  ],
  notes: [
    'Attention counts only pairs that a token may see. The TypeScript of a kernel reads like its formula and is not tuned.',
  ],
}
print(results)
if (options.save) await save(results)
