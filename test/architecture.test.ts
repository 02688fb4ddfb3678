import { globSync, readFileSync } from 'node:fs'
import { join, normalize, relative } from 'node:path'
import { parse, visit } from 'graphql'
import { expect, test } from 'vitest'
import { bans, drawers, imports, maxFileLines, maxFunctionLines } from './architecture-rules.ts'

const root = join(import.meta.dirname, '..')
const exclude = ['**/node_modules', '.git', '.data', '.env', 'test/fixtures/legacy']
const files = globSync(['**/*', '.ci/*', '.*'], { cwd: root, exclude, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const code = files.filter((file) => file.endsWith('.ts') && !file.startsWith('src/generated/'))
const read = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd()

test.each(bans)('$rule', ({ files: where, pattern }) => {
  const banned = files.filter((file) => where.test(file) && file !== 'test/architecture-rules.ts')
  expect(banned.flatMap((file) => findLines(file, pattern))).toEqual([])
})

test('no file is a drawer', () => {
  expect(files.filter((file) => drawers.test(file))).toEqual([])
})

test('imports go where the table lets them', () => {
  const ours = code.filter((file) => /^(src|migrations)\//.test(file))
  expect(ours.flatMap(listForbiddenImports)).toEqual([])
})

test(`a file has at most ${maxFileLines} lines`, () => {
  expect(code.filter((file) => read(file).split('\n').length > maxFileLines)).toEqual([])
})

// A migration is one piece of SQL, as long as the tables it makes; a sample is one piece of data.
test(`a function has at most ${maxFunctionLines} lines`, () => {
  expect(
    code.filter((file) => !/^(migrations|test\/fixtures)\//.test(file)).flatMap(listLongFunctions),
  ).toEqual([])
})

test('every exported function says what it does', () => {
  const ours = code.filter((file) => file.startsWith('src/'))
  expect(ours.flatMap(listSilentFunctions)).toEqual([])
})

test('every type, field, argument and value of the schema has a description', () => {
  const silent: string[] = []
  visit(parse(read('schema.graphql')), {
    enter: (node) => {
      const isDefinition = node.kind.endsWith('Definition') && 'name' in node
      if (isDefinition && !('description' in node && node.description)) silent.push(String(node.name?.value))
    },
  })
  expect(silent).toEqual([])
})

function findLines(file: string, pattern: RegExp): string[] {
  const lines = read(file).split('\n')
  return lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : []))
}

function listForbiddenImports(file: string): string[] {
  const statements = read(file).matchAll(
    /^(?:import|export)( type)?( \{[^}]*\}| \* as \w+| \w+)?(?: from)? '(.+)'$/gm,
  )
  return [...statements].flatMap(([, type, names = '', path = '']) => {
    const isType = type !== undefined || /^ \{(\s*type \w+( as \w+)?,?\s*)+\}$/.test(names)
    const target = path.startsWith('.') ? normalize(join(file, '..', path)) : path
    return isAllowed(file, target, isType) ? [] : [`${file} -> ${target}`]
  })
}

function isAllowed(file: string, target: string, isType: boolean): boolean {
  const rule = imports.find(({ from }) => from.test(file))
  if (rule === undefined) return false
  if (/^(bench|test)\//.test(target)) return false
  if (!target.startsWith('src/')) return rule.packages?.test(target) ?? true
  if (target.startsWith('src/generated/')) return isType
  const room = rule.from.exec(file)?.[1] ?? ''
  const goals = isType ? [rule.to, rule.types ?? rule.to] : [rule.to]
  return goals.some((goal) =>
    (typeof goal === 'string' ? new RegExp(goal.replace('$1', room)) : goal).test(target),
  )
}

/** The formatter puts the end of a function under its beginning. */
function listLongFunctions(file: string): string[] {
  const lines = read(file).split('\n')
  return lines.flatMap((line, start) => {
    const indent = /^( *)(?!describe)\S.*(\bfunction\b|=> \{$)/.exec(line)?.[1]
    if (indent === undefined) return []
    const closing = new RegExp(`^${indent}\\}[)\\]},;]*(, \\w+\\))?$`)
    const end = lines.findIndex((other, at) => at > start && closing.test(other))
    return end - start < maxFunctionLines ? [] : [`${file}:${start + 1} has ${end - start + 1} lines`]
  })
}

function listSilentFunctions(file: string): string[] {
  const exported = /(.*)\nexport (?:async )?(?:function\*? |const (?=\w+ = (?:async )?\())(\w+)/g
  const silent = [...read(file).matchAll(exported)].filter(([, before]) => !before?.endsWith('*/'))
  return silent.map(([, , name]) => `${file} ${name}`)
}
