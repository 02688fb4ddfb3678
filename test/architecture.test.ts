import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Import, listImports } from './architecture-imports.ts'
import { compareMap, listCycles, parseMaps } from './architecture-map.ts'
import {
  bans,
  type ImportRule,
  importRules,
  maxFileLines,
  maxFunctionLines,
  vagueNames,
} from './architecture-rules.ts'

const root = join(import.meta.dirname, '..')
const exclude = ['**/node_modules', '.git', '.data', '.env', 'test/fixtures/legacy']
const files = globSync(['**/*', '.ci/*', '.*'], { cwd: root, exclude, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const code = files.filter((file) => file.endsWith('.ts') && !file.startsWith('src/generated/'))
/** What runs on the server; the scripts of pages run in a browser. */
const served = files.filter((file) => /^(src|migrations)\/(?!generated\/).*\.(ts|js)$/.test(file))
const imports = listImports(root, served)
const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const maps = parseMaps(architecture)
const read = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd()

describe('the maps in docs/architecture.md', () => {
  test('cover the source, and the import in detail', () => {
    expect(maps.map(({ folder }) => folder)).toEqual(['src', 'src/import'])
  })

  test.each(maps)('draw exactly the imports of $folder', (map) => {
    expect(compareMap(map, served, imports)).toEqual([])
  })

  test.each(maps)('have no cycle in $folder', ({ arrows }) => {
    expect(listCycles(arrows.keys())).toEqual([])
  })

  test.each(maps)('fail for an arrow of $folder too many, and for one too few', (map) => {
    const [[first = ''] = []] = [...map.arrows]
    const removed = new Map([...map.arrows].filter(([arrow]) => arrow !== first))
    const reversed = first.split(' -> ').toReversed().join(' -> ')
    const added = new Map([...map.arrows, [reversed, 'value'] as const])
    expect(compareMap({ ...map, arrows: removed }, served, imports)).toEqual([
      expect.stringMatching(`^draw ${first.replace('->', '-->')} in the map`),
    ])
    expect(compareMap({ ...map, arrows: added }, served, imports)).toEqual([
      expect.stringContaining(`remove ${reversed} from the map`),
    ])
    expect(listCycles(added.keys())).toEqual(expect.arrayContaining(first.split(' -> ')))
  })
})

test.each(importRules)('$rule', (rule) => {
  const violations = imports.filter((imported) => isViolation(rule, imported))
  expect(violations.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
})

test('no file imports itself through others', () => {
  expect(listFileCycles()).toEqual([])
})

test.each(bans)('$rule', ({ files: where, pattern }) => {
  const searched = files.filter((file) => where.test(file) && file !== 'test/architecture-rules.ts')
  expect(searched.flatMap((file) => findLines(file, pattern))).toEqual([])
})

test('the name of each file says what it contains', () => {
  expect(files.filter((file) => vagueNames.test(file))).toEqual([])
})

test(`a file has at most ${maxFileLines} lines`, () => {
  expect(code.filter((file) => read(file).split('\n').length > maxFileLines)).toEqual([])
})

// A migration is one piece of SQL, as long as the tables that it creates; a sample is one piece of data.
test(`a function has at most ${maxFunctionLines} lines`, () => {
  const checked = code.filter((file) => !/^(migrations|test\/fixtures)\//.test(file))
  expect(checked.flatMap(listLongFunctions)).toEqual([])
})

describe('the documentation', () => {
  const documents = files.filter((file) => /^([A-Z]+|docs\/[\w-]+)\.md$/.test(file))

  test.each(documents)('%s links to files and headings that exist', (document) => {
    expect([...read(document).matchAll(/\]\((?!https?:)([^)#]*)(#[^)]*)?\)/g)].filter(isBrokenLink)).toEqual(
      [],
    )

    function isBrokenLink([, path = '', anchor]: readonly (string | undefined)[]): boolean {
      const target = path === '' ? document : relative(root, join(root, document, '..', path))
      if (!files.includes(target)) return true
      return anchor !== undefined && !listAnchors(read(target)).includes(anchor)
    }
  })

  test.each(documents.filter((file) => file !== 'CHANGELOG.md'))('%s names paths that exist', (document) => {
    const named = [...read(document).matchAll(/`((?:src|test|bench|docs|migrations)\/(?!NNNN)[\w./-]+)`/g)]
    const missing = named
      .map(([, path = '']) => path.replace(/\/$/, ''))
      .filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`)))
    expect(missing).toEqual([])
  })
})

function isViolation(rule: ImportRule, { from, to, isType }: Import): boolean {
  const match = rule.from.exec(from)
  if (match === null || (isType && rule.includesTypes !== true)) return false
  const fill = (pattern: string) =>
    new RegExp(pattern.replace(/\$(\d)/g, (_all, at) => match[Number(at)] ?? ''))
  return fill(rule.not).test(to) && !(rule.except !== undefined && fill(rule.except).test(to))
}

/** Files that import each other in a circle; types count, too. */
function listFileCycles(): string[] {
  const arrows = imports.filter(({ isFile }) => isFile).map(({ from, to }) => `${from} -> ${to}`)
  return listCycles(arrows)
}

/** As GitHub makes them of headings. */
function listAnchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  )
}

function findLines(file: string, pattern: RegExp): string[] {
  const lines = read(file).split('\n')
  return lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : []))
}

/** Finds the end of a function by its indentation. `}: Options) {` ends only its parameters. */
function listLongFunctions(file: string): string[] {
  const lines = read(file).split('\n')
  return lines.flatMap((line, start) => {
    const indent = /^( *)(?!describe)\S.*(\bfunction\b|=> \{$)/.exec(line)?.[1]
    if (indent === undefined) return []
    const closing = new RegExp(`^${indent}\\}(?!.*\\{$)`)
    const end = lines.findIndex((other, at) => at > start && closing.test(other))
    return end - start < maxFunctionLines ? [] : [`${file}:${start + 1} has ${end - start + 1} lines`]
  })
}
