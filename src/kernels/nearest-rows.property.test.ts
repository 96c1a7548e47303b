/**
 * The search gives the rows of a full f32 pass in its order, for tables made to mislead the codes: a number that dwarfs its
 * row, rows that hardly differ, equal rows, rows of zeros, rows of very different lengths, queries along one axis.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { blockedPlaces } from './half-byte-codes.ts'
import { RowSearch, searchBytes } from './nearest-rows.ts'
import { layQuery, queryBytes } from './nearest-rows-query.ts'
import { openNearestRowsTeam } from './nearest-rows-team.ts'
import { openKernels } from './wasm-kernels.ts'

type Shape = (row: number, k: number, random: Random) => number

const noise = (random: Random): number => 2 * random.next() - 1

const tables: Readonly<Record<string, Shape>> = {
  'plain noise': (_row, _k, random) => noise(random),
  'one number dwarfs the row': (row, k, random) => (k === row % 16 ? 1000 : noise(random)),
  'rows that differ in the last digits': (row, k, random) => Math.sin(k) * (1 + 1e-6 * noise(random)) + 1e-7 * row,
  'equal rows': (_row, k) => Math.cos(k),
  'every second row is zero': (row, _k, random) => (row % 2) * noise(random),
  'lengths from a millionth to a million': (row, _k, random) => 10 ** ((row % 13) - 6) * noise(random),
  'too short to scale': (_row, _k, random) => 1e-32 * noise(random),
  'halfway between codes': (_row, k, random) => (k === 0 ? 127 : Math.floor(100 * random.next()) + 0.5),
}

const queries: Readonly<Record<string, (k: number, random: Random) => number>> = {
  noise: (_k, random) => noise(random),
  'one axis': k => (k === 3 ? 1 : 0),
  'one axis far above the others': (k, random) => (k === 0 ? 1e6 : noise(random)),
  zero: () => 0,
}

const byteCountMax = 4 * 1024 * 1024
const spaces = (['simd', 'relaxed-simd', 'wide-simd', 'plain'] as const).map(backend =>
  openKernels({ byteCountMax, backend }),
)

const setting = fc.record({
  table: fc.constantFrom(...Object.keys(tables)),
  query: fc.constantFrom(...Object.keys(queries)),
  rowCount: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 100, max: 900 })),
  width: fc.constantFrom(4, 20, 64),
  count: fc.constantFrom(1, 7, 50),
  share: fc.constantFrom(0, 0.1, 1),
  seed: fc.nat(),
})

test('no row is missed and the order is that of f32, whatever the table', () => {
  fc.assert(
    fc.property(setting, ({ table: shape, query: kind, rowCount, width, count, share, seed }) => {
      for (const space of spaces) {
        const { arena, kernels } = space
        const mark = arena.mark()
        const random = seededRandom(seed)
        const table = arena.f32(rowCount * width)
        for (let at = 0; at < table.view.length; at++) {
          table.view[at] = tables[shape]!(Math.floor(at / width), at % width, random)
        }
        const query = arena.f32(width)
        for (let k = 0; k < width; k++) query.view[k] = queries[kind]!(k, random)
        const allowed = arena.u32(Math.ceil(rowCount / 32))
        allowed.view.fill(0)
        const items = Array.from({ length: rowCount }, (_, row) => row).filter(() => random.next() < share)
        for (const row of items) allowed.view[row >>> 5]! |= 1 << (row & 31)

        const rows = arena.u32(rowCount)
        for (let row = 0; row < rowCount; row++) rows.view[row] = row
        const scores = arena.f32(rowCount)
        kernels.gatherDots(rowCount, width, table.offset, rows.offset, query.offset, scores.offset)
        const byScore = (a: number, b: number): number => scores.view[b]! - scores.view[a]! || a - b
        const expected = items.sort(byScore).slice(0, count)

        const search = new RowSearch(space, table, { width, countMax: 50 })
        const found = search.nearest(query.view, count, allowed.offset)
        assert.deepEqual(Array.from(found.rows), expected, space.backend)
        assert.deepEqual(
          Array.from(found.scores),
          expected.map(row => scores.view[row]),
        )
        arena.release(mark)
      }
    }),
    { numRuns: 200 },
  )
})

test('threads find together what one finds alone, query after query', async () => {
  const [rowCount, options] = [30_000, { width: 20, countMax: 60, threadCount: 3 }]
  const space = openKernels({ byteCountMax: 4 * rowCount * options.width + searchBytes(rowCount, options) + 4096 })
  const table = randomNumbers(5).f32(space.arena, rowCount * options.width)
  const search = new RowSearch(space, table, options)
  const team = await openNearestRowsTeam(search, space.memory)
  try {
    for (const count of [0, 1, 60]) {
      const query = Float32Array.from({ length: options.width }, (_, k) => Math.sin(k + count))
      // How many are candidates depends on how soon threads learn of each other's best.
      const [{ rows, scores }, alone] = [await team.nearest(query, count), search.nearest(query, count)]
      assert.deepEqual({ rows, scores }, { rows: alone.rows, scores: alone.scores })
    }
  } finally {
    await team.close()
  }
})

test('of a hundred thousand rows of noise all but a few thousand are ruled out by their codes', () => {
  const [rowCount, options] = [100_000, { width: 64, countMax: 100 }]
  const space = openKernels({ byteCountMax: 4 * rowCount * options.width + searchBytes(rowCount, options) + 4096 })
  const table = randomNumbers(5).f32(space.arena, rowCount * options.width)
  const query = Float32Array.from({ length: options.width }, (_, k) => Math.sin(k))
  const { rows, candidateCount } = new RowSearch(space, table, options).nearest(query, 100)
  assert.equal(rows.length, 100)
  assert.ok(candidateCount < 6000, `${candidateCount} candidates`)
})

test('codes, candidates and the best agree with the plain form', () => {
  const shape = fc.tuple(
    fc.integer({ min: 0, max: 70 }),
    fc.constantFrom(4, 16, 36),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(Number.NEGATIVE_INFINITY, 0.2),
    fc.nat(),
  )
  fc.assert(
    fc.property(shape, ([count, width, wanted, floor, seed]) => {
      assertAgreement(
        (kernels, arena) => {
          const table = randomNumbers(seed).f32(arena, count * width)
          const places = blockedPlaces(count)
          const [codes, spans, order] = [arena.u8((places * width) / 2), arena.u32(places), arena.u32(places)]
          const [query, heap] = [arena.bytes(queryBytes(width)), arena.f32(2 * wanted)]
          const [candidates, counts] = [arena.f32(2 * places), arena.u32(2)]
          for (let place = 0; place < places; place++) order.view[place] = place < count ? place : 0xffffffff
          for (let at = 0; at < heap.view.length; at++) heap.view[at] = Number.NEGATIVE_INFINITY
          candidates.view.fill(0)
          const x = Array.from({ length: width }, (_, k) => Math.cos(k))
          layQuery(x, width, arena.memory.buffer, query)
          kernels.codeRows(count, width, table.offset, order.offset, codes.offset, spans.offset)
          const [at, best] = [[table.offset, query] as const, [floor, wanted, heap.offset, candidates.offset] as const]
          const found = kernels.screenRows(
            ...([0, places, width, codes.offset, spans.offset, order.offset, ...at, 0, ...best, 0] as const),
          )
          counts.view.set([found, kernels.rescoreRows(found, width, ...at, ...best)])
          const rows = new Uint32Array(arena.memory.buffer, heap.offset, 2 * wanted)
          const pairs = Array.from({ length: wanted }, (_, place) => [heap.view[2 * place]!, rows[2 * place + 1]!])
          heap.view.set(pairs.sort((one, other) => one[0]! - other[0]! || one[1]! - other[1]!).flat())
          return [codes, spans, counts, heap]
        },
        { absolute: 1e-6, relative: 1e-6 },
      )
    }),
  )
})
