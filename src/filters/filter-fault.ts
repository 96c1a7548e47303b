/**
 * A fault in a filter's text: what is wrong, where, and the line with a caret under the place. The opening words are the
 * service's own [doc]; the caret is ours.
 */

export interface Place {
  /** Offset of the first character. */
  readonly start: number
  /** Offset after the last character. */
  readonly end: number
}

/** Enough of the text around the place to see it; expressions may be 2,500 characters on one line. */
const contextLength = 60

function pointAt(text: string, { start, end }: Place): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', start)
  const from = Math.max(lineStart, start - contextLength)
  const to = Math.min(lineEnd === -1 ? text.length : lineEnd, start + contextLength)
  const line = text.slice(from, to).replaceAll('\t', ' ').replaceAll('\r', ' ')
  const carets = '^'.repeat(Math.max(1, Math.min(end, to) - start))
  return `${line}\n${' '.repeat(start - from)}${carets}`
}

export class FilterFault extends Error {
  override readonly name = 'FilterFault'
  readonly place: Place

  /** `what` is a sentence without a full stop. */
  constructor(what: string, text: string, place: Place) {
    super(
      `Could not create filter. Invalid Expression: ${what} at position ${place.start + 1}\n${pointAt(text, place)}`,
    )
    this.place = place
  }
}

/** The one fault whose text is recorded in full. [doc] */
export class PlaceholderUnderNotIn extends FilterFault {
  constructor(name: string, text: string, place: Place) {
    super('', text, place)
    this.message = `Could not create filter. Invalid input symbol: $${name}. Placeholders are not allowed with NOT_IN operator.`
  }
}

/** A quota rather than a mistake, and answered so. */
export class TooManyFields extends FilterFault {}
