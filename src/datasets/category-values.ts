/** The values that a categorical cell holds: several are separated by a bar [doc], blanks around them do not count. */

export const categoryValues = (cell: string): readonly string[] =>
  cell
    .split('|')
    .map(part => part.trim())
    .filter(part => part !== '')
