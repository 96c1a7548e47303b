/**
 * The normaliser against a plain parser of whole texts, over random tables written in both dialects of quoting at once,
 * and cut into chunks at any byte.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CsvNormaliser, rowBytesMax, UnclosedQuote } from './csv-normaliser.ts'

/** A cell as given, and how it is written. */
interface Cell {
  readonly value: string | null
  readonly written: string
}

const withoutControls = (text: string): string => text.replace(/[\x00\x1c-\x1f]/g, '')

const content = fc
  .string({ unit: fc.constantFrom('a', 'b', '"', '\\', ',', '\n', '\r', '\r\n', ' ', 'é', '購', '|'), maxLength: 8 })
  .map(withoutControls)

/** Backslash before a quote or a backslash. */
const escaped = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`
/** Doubled quotes; a backslash must then not stand before a quote, nor another one, or it would escape it. */
const doubled = (text: string): string => `"${text.replaceAll('"', '""')}"`

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant({ value: null, written: '' }),
  content.map(value => ({ value, written: escaped(value) })),
  content.filter(text => !/\\(["\\]|$)/.test(text)).map(value => ({ value, written: doubled(value) })),
  content.filter(text => text !== '' && !/^"|[,\n\r]/.test(text)).map(value => ({ value, written: value })),
)

const table = fc
  .integer({ min: 2, max: 4 })
  .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))

function rewritten(text: Buffer, width: number, cuts: readonly number[]): string {
  const blocks: Buffer[] = []
  const positions = Array.from({ length: width }, (_, index) => index)
  const normaliser = new CsvNormaliser({ cellCount: width, positions }, block => blocks.push(block))
  const edges = [...new Set([0, ...cuts.map(cut => cut % (text.length + 1)), text.length])].sort(
    (one, other) => one - other,
  )
  edges.slice(1).forEach((edge, index) => {
    normaliser.push(text.subarray(edges[index], edge))
  })
  normaliser.end()
  return Buffer.concat(blocks).toString()
}

function normalised(text: Buffer, width: number, cuts: readonly number[]): (string | null)[][] {
  return rewritten(text, width, cuts)
    .split('\n')
    .slice(0, -1)
    .map(row =>
      row
        .split('\x1f')
        .map(value =>
          value === '' ? null : value.replaceAll('\x1e', '\n').replaceAll('\x1d', '\r').replaceAll('\x1c', ''),
        ),
    )
}

const header = (width: number): string => Array.from({ length: width }, (_, index) => `C${index}`).join(',')

test('any table in both dialects comes back as it was, wherever the chunks are cut', () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('\n', '\r\n', '\r', ''),
      fc.boolean(),
      fc.array(fc.nat()),
      (rows, lineEnd, fileEnd, hasMark, cuts) => {
        const width = rows[0]?.length ?? 0
        const lines = [header(width), ...rows.map(row => row.map(one => one.written).join(','))]
        const text = Buffer.from((hasMark ? '\ufeff' : '') + lines.join(lineEnd) + fileEnd)
        const found = normalised(text, width, cuts)
        assert.deepEqual(
          found.map(row => row.slice(2)),
          rows.map(row => row.map(one => one.value)),
        )
        assert.ok(
          found.every(row => row[1] === null),
          'no row has a fault of form',
        )
      },
    ),
    { numRuns: 2000 },
  )
})

test('a chunk boundary at every byte gives the same rows', () => {
  const text = Buffer.from('A,B\r\n"say \\"hi\\"","two\r\nlines"\r\n\r\n"a ""b""",\r\nplain,""\r\n')
  const whole = normalised(text, 2, [])
  assert.deepEqual(
    whole.map(row => row.slice(2)),
    [
      ['say "hi"', 'two\r\nlines'],
      ['a "b"', null],
      ['plain', ''],
    ],
  )
  assert.deepEqual(
    whole.map(row => row[0]),
    ['2', '5', '6'],
  )
  for (let cut = 0; cut <= text.length; cut++) assert.deepEqual(normalised(text, 2, [cut]), whole, `cut at ${cut}`)
})

test('a CR that ends the file ends its last line; one inside quotes is content', () => {
  const last = (row: string) =>
    normalised(Buffer.from(`A,B\r\na,b\r\n${row}`), 2, [])
      .slice(1)
      .map(cells => cells.slice(1))
  for (const row of ['c,d', '"c","d"', 'c,"d"']) assert.deepEqual(last(`${row}\r`), [[null, 'c', 'd']], row)
  assert.deepEqual(last('c,\r'), [[null, 'c', null]])
  assert.deepEqual(last('c,""\r'), [[null, 'c', '']])
  assert.deepEqual(last('c,"d\r"'), [[null, 'c', 'd\r']])
  assert.deepEqual(last('c,"d\r"\r'), [[null, 'c', 'd\r']])
  assert.deepEqual(last('\r'), [])
})

test('rows of a wrong form keep their line and say what was expected', () => {
  const bytes = Buffer.concat([Buffer.from('A,B\n1,2\n3\n4,5,6\n'), Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0a])])
  assert.deepEqual(normalised(bytes, 2, []), [
    ['2', null, '1', '2'],
    ['3', '2 cells, found 1', null, null],
    ['4', '2 cells, found 3', null, null],
    ['5', 'text in UTF-8', null, null],
  ])
})

test('commas that end a row beyond the cells of the header are no cells; a quoted empty one is', () => {
  assert.deepEqual(normalised(Buffer.from('A,B\n1,2,\n1,,,,\n1,2,"",\n1,2,,x\n'), 2, []), [
    ['2', null, '1', '2'],
    ['3', null, '1', null],
    ['4', '2 cells, found 4', null, null],
    ['5', '2 cells, found 4', null, null],
  ])
})

test('a row of commas alone is too long like any other, and the next one is read', () => {
  const rows = normalised(Buffer.from(`A,B\n${','.repeat(rowBytesMax + 1)}\n1,2\n`), 2, [])
  assert.deepEqual(rows, [
    ['2', `at most ${rowBytesMax} bytes in a row`, null, null],
    ['3', null, '1', '2'],
  ])
})

test('a quote that is never closed is told with the line it was opened on', () => {
  assert.throws(() => normalised(Buffer.from('A,B\n1,2\n"open,4\n5,6\n'), 2, []), new UnclosedQuote(3))
})

test('characters that stand for something in the rewritten form are dropped from cells, and no others', () => {
  const text = Buffer.from('A,B\na\x1cb,\x1dc\x1ed\x1fe\x00f\n"g\x1ch",\x01\x1b\t\n')
  assert.equal(rewritten(text, 2, []), '2\x1f\x1fab\x1fcdef\n3\x1f\x1fgh\x1f\x01\x1b\t\n')
})
