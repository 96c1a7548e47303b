/**
 * The terms of a text, for similarity: lower-cased words of letters and digits without marks, pairs of neighbours where a
 * script does not separate words (Chinese, Japanese). Words that carry no meaning need no list: they are in most texts, and
 * who compares texts weighs terms by how rare they are. Only the beginning of a long text counts [doc: it is truncated].
 */

const characterCountMax = 4000
const words = /[\p{L}\p{N}]+/gu
const unseparated = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const marks = /\p{M}+/gu
const lengthMin = 2

export function termsOf(text: string): string[] {
  const plain = text.slice(0, characterCountMax).normalize('NFKD').replace(marks, '').normalize('NFC').toLowerCase()
  return (plain.match(words) ?? []).flatMap(word => (unseparated.test(word) ? pairsIn(word) : meaningful(word)))
}

const meaningful = (word: string): string[] => (word.length >= lengthMin ? [word] : [])

function pairsIn(word: string): string[] {
  const characters = Array.from(word)
  if (characters.length === 1) return [word]
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}
