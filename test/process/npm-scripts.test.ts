import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const projectDirectory = join(import.meta.dirname, '../..')

test.each(['start', 'dev', 'migrate', 'import', 'export', 'user', 'psql'])(
  'npm passes signals to npm run %s: no shell stays in between',
  (name) => {
    const { scripts } = JSON.parse(readFileSync(join(projectDirectory, 'package.json'), 'utf8'))
    expect(scripts[name]).toMatch(/^exec node /)
  },
)

test('the command exec of Windows runs the rest of its line', () => {
  const lines = readFileSync(join(projectDirectory, 'exec.cmd'), 'utf8').trimEnd().split('\r\n')
  expect(lines.filter((line) => !line.startsWith('@rem'))).toEqual(['@%*'])
})
