/**
 * Things that must exist in pairs, checked in both directions: operation and file, error catalogue and page, setting and
 * page, suite and its row in CONTRIBUTING, trained recipe and page, folder and README, decision and number.
 */

import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { describe, test } from 'node:test'
import { suites } from '../../scripts/testing/suites.ts'
import { settings } from '../../src/config.ts'
import { errorCatalogue } from '../../src/contract/errors.ts'
import { operations } from '../../src/operations/table.ts'
import { recipes } from '../../src/recipes/catalogue.ts'
import { allPaths, isTest, sourcePaths, textOf } from './source-files.ts'

const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()

const readPage = (path: string): string => {
  assert.ok(allPaths.includes(path), `${path} is missing`)
  return textOf(path)
}

/** Rows of the tables of a page, cell by cell; heads and rulers left out by the caller. */
const rowsOf = (page: string): readonly (readonly string[])[] =>
  page
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    )

const codeIn = (cell: string | undefined): string | undefined => /^`([^`]+)`$/.exec(cell ?? '')?.[1]

describe('operations', () => {
  const declaring = sourcePaths.filter(
    path =>
      path.startsWith('src/operations/') &&
      path.split('/').length === 4 &&
      !isTest(path) &&
      /= operation\(/.test(textOf(path)),
  )

  test('are 79, each in the file that bears its name', () => {
    assert.equal(operations.length, 79)
    const names = operations.map(({ name }) => `${kebab(name)}.ts`).sort()
    assert.deepEqual(declaring.map(path => basename(path)).sort(), names)
  })

  test('are declared once per file, under the name of the file', () => {
    for (const path of declaring) {
      const declared = [...textOf(path).matchAll(/^ {2}name: '(\w+)',$/gm)].map(match => match[1] ?? '')
      assert.deepEqual(declared.map(kebab), [basename(path, '.ts')], path)
    }
  })
})

test('the page of errors lists the catalogue with its statuses', () => {
  const listed = rowsOf(readPage('docs/reference/errors.md')).flatMap(([code, control, rest]) => {
    const name = codeIn(code)
    return name === undefined ? [] : [[name, `${control} / ${rest}`]]
  })
  const declared = Object.entries(errorCatalogue).map(([name, entry]) => [
    name,
    `${entry.controlPlaneStatus} / ${entry.status}`,
  ])
  assert.deepEqual(new Map(listed as [string, string][]), new Map(declared as [string, string][]))
  assert.equal(listed.length, declared.length, 'each code once')
})

test('the page of settings names every setting by flag and variable, and no other', () => {
  const page = readPage('docs/reference/settings.md')
  const variables = new Set(page.match(/\bATTUNE_[A-Z0-9_]+\b/g))
  for (const name of Object.keys(settings)) {
    assert.ok(page.includes(`--${kebab(name)}`), `--${kebab(name)} is missing`)
    const variable = `ATTUNE_${kebab(name).replaceAll('-', '_').toUpperCase()}`
    assert.ok(variables.has(variable), `${variable} is missing`)
  }
  const known = new Set([
    ...Object.keys(settings).map(name => `ATTUNE_${kebab(name).replaceAll('-', '_').toUpperCase()}`),
    'ATTUNE_ACCESS_KEY_ID',
    'ATTUNE_SECRET_ACCESS_KEY',
    'ATTUNE_CONFIG',
  ])
  assert.deepEqual(
    [...variables].filter(variable => !known.has(variable)),
    [],
  )
})

test('CONTRIBUTING lists every suite, and no other; the two that are made of them are commands of their own', () => {
  const listed = rowsOf(textOf('CONTRIBUTING.md')).flatMap(([first]) => codeIn(first) ?? [])
  const own = Object.keys(suites).filter(name => !['fast', 'all'].includes(name))
  assert.deepEqual(new Set(listed), new Set(own))
})

describe('recipes', () => {
  const trained = recipes.filter(recipe => recipe.trainer !== undefined)
  const pagePath = (name: string) => `docs/reference/recipes/${name}.md`

  test('that are trained have a page, and no other has', () => {
    const pages = allPaths.filter(path => path.startsWith('docs/reference/recipes/') && !path.endsWith('README.md'))
    assert.deepEqual(pages, trained.map(({ name }) => pagePath(name)).sort())
  })

  test('have the parameters their page lists, with the same defaults', () => {
    for (const recipe of trained) {
      const listed = rowsOf(readPage(pagePath(recipe.name))).flatMap(([name, , standard]) => {
        const parameter = codeIn(name)
        return parameter === undefined ? [] : [[parameter, codeIn(standard)]]
      })
      assert.deepEqual(
        listed,
        recipe.parameters.map(parameter => [parameter.name, parameter.default]),
        recipe.name,
      )
    }
  })
})

test('every folder of src, test and bench, and every shelf of docs, opens with a README', () => {
  const folders = new Set(
    allPaths
      .filter(path => /^(?:src|test|bench|docs)\/[^/]+\/[^/]+/.test(path))
      .map(path => path.split('/').slice(0, 2).join('/')),
  )
  assert.deepEqual(
    [...folders].filter(folder => !allPaths.includes(`${folder}/README.md`)),
    [],
  )
})

test('decisions are numbered once and listed in the index', () => {
  const records = allPaths.filter(path => /^docs\/decisions\/.*\.md$/.test(path) && !path.endsWith('README.md'))
  const index = readPage('docs/decisions/README.md')
  const numbers = records.map(path => /^(\d{4})-[a-z0-9-]+\.md$/.exec(basename(path))?.[1])
  assert.ok(!numbers.includes(undefined), `names are NNNN-title.md: ${records.join(' ')}`)
  assert.equal(new Set(numbers).size, numbers.length, `numbers are used once: ${numbers.join(' ')}`)
  for (const path of records) assert.ok(index.includes(`](${basename(path)})`), `${path} is not in the index`)
})
