/**
 * The service's CSV dialect, rewritten byte by byte into one that has no quoting at all, so that DuckDB reads it exactly:
 * cells end with US (0x1f), rows with LF. In front of the cells stand the number of the line a row began on and what is
 * wrong with its form, if anything.
 *
 * The dialect: a cell that begins with `"` ends at the next `"` that is neither escaped by a backslash nor doubled; both
 * ways occur in one file (the guide prescribes the first, pandas writes the second) [sample]. Inside, `\"` is a quote and
 * `\\` a backslash; before anything else a backslash stands for itself. Quoted cells may hold line breaks. An unquoted
 * empty cell is null, a quoted one is the empty text. BOM, CRLF, blank lines and commas that end a row are taken as they come.
 */

import { isUtf8 } from 'node:buffer'

export const cellEnd = 0x1f
/** Stand-ins for what a cell may hold but the rewritten form may not. Bytes of the input with these values are dropped. */
export const lineFeedMark = 0x1e
export const carriageReturnMark = 0x1d
export const emptyTextMark = 0x1c

const comma = 0x2c
const quote = 0x22
const backslash = 0x5c
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** A row longer than this is no row; a quoted one that long was opened by mistake. DuckDB's own bound is 2,000,000. */
export const rowBytesMax = 1024 * 1024

export class UnclosedQuote extends Error {
  override readonly name = 'UnclosedQuote'
  readonly line: number

  constructor(line: number) {
    super(`line ${line}: a quoted cell has no closing quote`)
    this.line = line
  }
}

export interface NormaliserOptions {
  /** Cells a row must have: those of the header. */
  readonly cellCount: number
  /** Which cell of a row stands at each place of the output. */
  readonly positions: readonly number[]
}

/** Where the reader is inside a row. */
const within = { cellStart: 0, plain: 1, quoted: 2, quoteSeen: 3, escaped: 4 } as const
type State = (typeof within)[keyof typeof within]

/** What stands in the output for a control byte of a cell of this length; 0 when it is dropped. */
function markFor(byte: number, cellLength: number): number {
  if (byte === lineFeed) return lineFeedMark
  if (byte === carriageReturn) return carriageReturnMark
  if (byte === emptyTextMark) return cellLength === 1 ? byte : 0
  return byte > emptyTextMark ? 0 : byte
}

/** Feed it chunks with `push`; it hands finished output to `write` in blocks. `end` closes the last row. */
export class CsvNormaliser {
  readonly #options: NormaliserOptions
  readonly #write: (block: Buffer) => void
  #state: State = within.cellStart
  #row = Buffer.allocUnsafe(64 * 1024)
  #rowLength = 0
  /** End of each cell in the row; a quoted empty cell holds its mark, so it is not empty there. */
  readonly #cellEnds: number[] = []
  #cellWasQuoted = false
  /** Where the content of the latest quoted cell of the row ends. */
  #closedAt = 0
  #line = 1
  #rowLine = 1
  #isHeader = true
  #out = Buffer.allocUnsafe(1024 * 1024)
  #outLength = 0
  #isAtStart = true
  #isTooLong = false
  /** All bytes of the row or-ed together: below 0x80 it is plain ASCII. */
  #bits = 0
  rowCount = 0
  /** Whether any stand-in was written, so that readers without any can skip looking for them. */
  hasMarks = false

  constructor(options: NormaliserOptions, write: (block: Buffer) => void) {
    this.#options = options
    this.#write = write
  }

  push(chunk: Buffer): void {
    let at = 0
    if (this.#isAtStart) {
      this.#isAtStart = false
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) at = 3
    }
    while (at < chunk.length) at = this.#take(chunk, at)
  }

  end(): void {
    if (this.#state === within.quoted || this.#state === within.escaped) throw new UnclosedQuote(this.#rowLine)
    if (this.#state === within.quoteSeen) this.#closedAt = this.#rowLength
    this.#dropLineEnd()
    this.#endRow()
    this.#flush()
  }

  /** Consumes bytes from `at` in the present state; gives where to go on. */
  #take(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case within.cellStart:
        if (chunk[at] === quote) {
          this.#state = within.quoted
          this.#cellWasQuoted = true
          return at + 1
        }
        this.#state = within.plain
        return at
      case within.plain:
        return this.#takePlain(chunk, at)
      case within.quoted:
        return this.#takeQuoted(chunk, at)
      case within.quoteSeen:
        return this.#afterQuote(chunk, at)
      default:
        return this.#afterBackslash(chunk, at)
    }
  }

  #takePlain(chunk: Buffer, start: number): number {
    let at = start
    let bits = 0
    while (at < chunk.length) {
      const byte = chunk[at]!
      if (byte === comma || byte === lineFeed) break
      bits |= byte
      at++
    }
    this.#bits |= bits
    this.#append(chunk, start, at)
    if (at === chunk.length) return at
    if (chunk[at] === comma) this.#endCell()
    else this.#endLine()
    return at + 1
  }

  #takeQuoted(chunk: Buffer, start: number): number {
    let at = start
    let bits = 0
    while (at < chunk.length) {
      const byte = chunk[at]!
      if (byte === quote || byte === backslash) break
      if (byte === lineFeed) this.#line++
      bits |= byte
      at++
    }
    this.#bits |= bits
    this.#append(chunk, start, at)
    if (this.#isTooLong) throw new UnclosedQuote(this.#rowLine)
    if (at === chunk.length) return at
    this.#state = chunk[at] === quote ? within.quoteSeen : within.escaped
    return at + 1
  }

  /** A quote inside a quoted cell: doubled it is one quote, before a separator it closes, else it stands for itself. */
  #afterQuote(chunk: Buffer, at: number): number {
    const byte = chunk[at]!
    if (byte === quote) {
      this.#appendByte(quote)
      this.#state = within.quoted
      return at + 1
    }
    if (byte === comma || byte === lineFeed || byte === carriageReturn) {
      this.#closedAt = this.#rowLength
      this.#state = within.plain
      return at
    }
    this.#appendByte(quote)
    this.#state = within.quoted
    return at
  }

  #afterBackslash(chunk: Buffer, at: number): number {
    const byte = chunk[at]!
    this.#state = within.quoted
    if (byte === quote || byte === backslash) {
      this.#appendByte(byte)
      return at + 1
    }
    this.#appendByte(backslash)
    return at
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const length = end - start
    this.#isTooLong ||= this.#rowLength + length > rowBytesMax
    if (length === 0 || this.#isTooLong) return
    this.#reserveRow(length)
    const row = this.#row
    let to = this.#rowLength
    // Most cells are short, and a call into the runtime costs more than they do.
    if (length > 64) chunk.copy(row, to, start, end)
    else for (let at = start; at < end; at++) row[to++] = chunk[at]!
    this.#rowLength += length
  }

  #appendByte(byte: number): void {
    this.#reserveRow(1)
    this.#row[this.#rowLength++] = byte
  }

  #reserveRow(length: number): void {
    if (this.#rowLength + length <= this.#row.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#row.length * 2, this.#rowLength + length))
    this.#row.copy(larger, 0, 0, this.#rowLength)
    this.#row = larger
  }

  #endCell(): void {
    const start = this.#cellEnds.at(-1) ?? 0
    if (this.#cellWasQuoted && this.#rowLength === start) this.#appendByte(emptyTextMark)
    this.#cellWasQuoted = false
    // A comma is a byte of the row, too.
    if (this.#cellEnds.length < rowBytesMax) this.#cellEnds.push(this.#rowLength)
    else this.#isTooLong = true
    this.#state = within.cellStart
  }

  #endLine(): void {
    this.#line++
    this.#dropLineEnd()
    this.#endRow()
  }

  /** The CR before an LF, or before the end of a file whose last LF was cut off; one inside quotes is content. */
  #dropLineEnd(): void {
    const start = Math.max(this.#closedAt, this.#cellEnds.at(-1) ?? 0)
    if (this.#rowLength > start && this.#row[this.#rowLength - 1] === carriageReturn) this.#rowLength--
  }

  #endRow(): void {
    const isBlank = this.#rowLength === 0 && this.#cellEnds.length === 0 && !this.#cellWasQuoted
    if (!isBlank) {
      this.#endCell()
      if (!this.#isHeader) this.#emit()
      this.#isHeader = false
    }
    this.#rowLength = 0
    this.#closedAt = 0
    this.#cellEnds.length = 0
    this.#cellWasQuoted = false
    this.#isTooLong = false
    this.#bits = 0
    this.#state = within.cellStart
    this.#rowLine = this.#line
  }

  #emit(): void {
    this.rowCount++
    const fault = this.#faultOfForm()
    this.#room(this.#rowLength + 64 + fault.length + this.#options.positions.length)
    this.#writeNumber(this.#rowLine)
    this.#out[this.#outLength++] = cellEnd
    if (fault !== '') this.#outLength += this.#out.write(fault, this.#outLength, 'latin1')
    for (const position of this.#options.positions) {
      this.#out[this.#outLength++] = cellEnd
      if (fault === '') this.#copyCell(position)
    }
    this.#out[this.#outLength++] = lineFeed
  }

  #faultOfForm(): string {
    if (this.#isTooLong) return `at most ${rowBytesMax} bytes in a row`
    const found = this.#cellEnds.length
    const { cellCount } = this.#options
    if (found !== cellCount && !this.#hasCommasMore(found)) return `${cellCount} cells, found ${found}`
    if (this.#bits >= 0x80 && !isUtf8(this.#row.subarray(0, this.#rowLength))) return 'text in UTF-8'
    return ''
  }

  /** Beyond the header's cells nothing but commas, which DuckDB passes over, too. */
  #hasCommasMore(found: number): boolean {
    const { cellCount } = this.#options
    return found > cellCount && this.#cellEnds[found - 1] === this.#cellEnds[cellCount - 1]
  }

  #writeNumber(value: number): void {
    let digits = 1
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++
    let rest = value
    for (let at = this.#outLength + digits - 1; at >= this.#outLength; at--) {
      this.#out[at] = 0x30 + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    this.#outLength += digits
  }

  #copyCell(position: number): void {
    const start = position === 0 ? 0 : this.#cellEnds[position - 1]!
    const end = this.#cellEnds[position]!
    const row = this.#row
    const out = this.#out
    let to = this.#outLength
    for (let at = start; at < end; at++) {
      const byte = row[at]!
      if (byte > cellEnd) out[to++] = byte
      else {
        const mark = markFor(byte, end - start)
        if (mark === 0) continue
        out[to++] = mark
        this.hasMarks ||= mark !== byte || mark === emptyTextMark
      }
    }
    this.#outLength = to
  }

  #room(length: number): void {
    if (this.#outLength + length <= this.#out.length) return
    this.#flush()
    if (length > this.#out.length) this.#out = Buffer.allocUnsafe(length)
  }

  #flush(): void {
    if (this.#outLength > 0) this.#write(Buffer.from(this.#out.subarray(0, this.#outLength)))
    this.#outLength = 0
  }
}
