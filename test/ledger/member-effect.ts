/**
 * The proof that an input member does something: the same story told twice with two values of the member, and what was
 * observed must differ. `fn` gives the two observations (an answer, data, a model's ranking); values that differ by
 * themselves (ARNs, dates, ids) must be left out of them by the test.
 *
 * When the two differ, the fact goes to the file named by `ATTUNE_LEDGER_OUT`, from which `scripts/ledger.ts` writes the
 * compatibility page. A member without such a test is "accepted, no effect" there; a removed test turns its row back.
 */

import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Operation } from '../../src/contract/operation.ts'
import { asShape } from '../../src/contract/shape.ts'
import { operations } from '../../src/operations/table.ts'

export interface MemberCase {
  readonly operation: string
  /** Top-level member, or a path below it: `solutionConfig.algorithmHyperParameters`. */
  readonly member: string
  /** The two values sent, for the test's name. */
  readonly sends: readonly [unknown, unknown]
  /** What the member does not do here although it does it in the service matched; the page then says "partial". */
  readonly lacks?: string
}

export type ProvenState = 'full' | 'partial' | 'refused'

export interface LedgerFact {
  readonly operation: string
  readonly member: string
  readonly state: ProvenState
  /** What is lacking, or the words of the refusal. */
  readonly note?: string
  readonly test: string
  readonly file: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const declared = new Map(
  (operations as readonly Operation<never>[]).map(operation => [operation.name, asShape(operation.input)]),
)

/** Only members that the contract declares can be proven. */
function assertDeclared(operation: string, member: string): void {
  let shape = declared.get(operation)
  assert.ok(shape, `${operation} is no operation`)
  for (const name of member.split('.')) {
    shape = (shape.wire === 'list' ? shape.item : shape)?.members?.[name]
    assert.ok(shape, `${operation} has no member ${member}`)
  }
}

const brief = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value).replace(/arn:aws:[^"]*:/g, '…:')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function record(fact: Omit<LedgerFact, 'file'>, filePath: string | undefined): void {
  const out = process.env.ATTUNE_LEDGER_OUT
  if (out === undefined) return
  const file = relative(root, filePath ?? '')
    .split(sep)
    .join('/')
  appendFileSync(out, `${JSON.stringify({ ...fact, file } satisfies LedgerFact)}\n`)
}

export function memberEffect(
  { operation, member, sends, lacks }: MemberCase,
  fn: () => Promise<readonly [unknown, unknown]>,
): void {
  assertDeclared(operation, member)
  assert.notDeepEqual(sends[0], sends[1], 'two different values are sent')
  const name = `${operation} ${member}: ${brief(sends[0])} or ${brief(sends[1])} makes a difference`
  test(name, async context => {
    const [first, second] = await fn()
    assert.notDeepEqual(first, second, `${operation}.${member} has no effect: both gave ${brief(first)}`)
    const proof = { operation, member, test: name }
    record(
      lacks === undefined ? { ...proof, state: 'full' } : { ...proof, state: 'partial', note: lacks },
      context.filePath,
    )
  })
}

export interface RefusalCase {
  readonly operation: string
  readonly member: string
  /** A valid value, which is refused all the same. */
  readonly value: unknown
  /** What the refusal says. */
  readonly message: RegExp
}

/** A member that no value of gets through: refused with a reason, rather than accepted and ignored. */
export function memberRefused({ operation, member, value, message }: RefusalCase, fn: () => Promise<unknown>): void {
  assertDeclared(operation, member)
  const name = `${operation} ${member}: ${brief(value)} is refused with a reason`
  test(name, async context => {
    let note = ''
    await assert.rejects(fn, (error: Error) => {
      assert.match(error.message, message)
      note = `${error.name}: ${error.message.replace(/arn:aws:\S+/g, '<arn>')}`
      return true
    })
    record({ operation, member, state: 'refused', note, test: name }, context.filePath)
  })
}
