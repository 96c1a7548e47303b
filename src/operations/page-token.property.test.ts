import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ApiError } from '../contract/errors.ts'
import { type ListScope, readToken, writeToken } from './page-token.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

const scopes: fc.Arbitrary<ListScope> = fc.record({
  operation: fc.constantFrom('ListCampaigns', 'ListDatasets', 'ListSchemas'),
  caller: fc.record({ account: digits(12), region: fc.constantFrom('us-east-1', 'eu-west-1') }),
  filters: fc.dictionary(fc.constantFrom('solutionArn', 'domain'), fc.option(fc.string(), { nil: undefined })),
})

const positions = fc
  .tuple(fc.oneof(fc.string({ maxLength: 63 }), fc.integer({ min: 0 })), fc.string({ maxLength: 256 }))
  .map(([key, arn]) => ({ key, arn }))

const refused = (work: () => unknown): void =>
  assert.throws(work, error => error instanceof ApiError && error.code === 'InvalidNextTokenException')

test('a token gives back its position in the scope it was made for', () => {
  fc.assert(
    fc.property(scopes, positions, (scope, position) => {
      const token = writeToken(scope, position)
      assert.match(token, /^[\x20-\x7e]{1,1500}$/)
      assert.deepEqual(readToken(scope, token), position)
    }),
  )
})

const bound = ({ operation, caller, filters }: ListScope): string => {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  return JSON.stringify([operation, caller.account, caller.region, given.sort()])
}

test('in any other scope it is refused', () => {
  fc.assert(
    fc.property(scopes, scopes, positions, (scope, other, position) => {
      fc.pre(bound(scope) !== bound(other))
      refused(() => readToken(other, writeToken(scope, position)))
    }),
  )
})

/** Two scopes drawn at random differ in nearly everything; a token must not survive one difference. */
const changes: Readonly<Record<string, (scope: ListScope) => ListScope>> = {
  operation: scope => ({ ...scope, operation: 'ListFilters' }),
  account: scope => ({ ...scope, caller: { ...scope.caller, account: `${scope.caller.account.slice(1)}x` } }),
  region: scope => ({ ...scope, caller: { ...scope.caller, region: 'ap-south-1' } }),
  filters: scope => ({ ...scope, filters: { ...scope.filters, datasetGroupArn: 'another' } }),
}

for (const [what, change] of Object.entries(changes)) {
  test(`in a scope that differs in its ${what} alone it is refused`, () => {
    fc.assert(
      fc.property(scopes, positions, (scope, position) =>
        refused(() => readToken(change(scope), writeToken(scope, position))),
      ),
    )
  })
}

test('any change of a character, and any text at all, is refused', () => {
  fc.assert(
    fc.property(scopes, positions, fc.nat(), fc.constantFrom('A', 'b', '7', '-'), (scope, position, at, character) => {
      const token = writeToken(scope, position)
      const index = at % token.length
      fc.pre(token[index] !== character)
      refused(() => readToken(scope, token.slice(0, index) + character + token.slice(index + 1)))
    }),
  )
  fc.assert(fc.property(scopes, fc.string(), (scope, text) => refused(() => readToken(scope, text))))
})
