import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runProgram } from '../support/programs.ts'

let target: TestDatabase
beforeAll(async () => {
  target = await createTestDatabase({ isEmpty: true })
})

function migrate(...words: string[]) {
  return runProgram('src/database/migrate.cli.ts', words, {
    DATABASE_URL: target.url,
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
  })
}

async function output(...words: string[]): Promise<string> {
  const program = migrate(...words)
  expect(await program.exited, program.stderr()).toBe(0)
  return program.stdout()
}

test('of several concurrent runs one migrates, and the others wait and find nothing to do', async () => {
  const outputs = await Promise.all([output(), output(), output()])
  expect(outputs.filter((text) => text === 'Nothing to do.\n')).toHaveLength(2)
  expect(outputs.filter((text) => text.startsWith('done   0001-'))).toHaveLength(1)
})

test('down, status, plan and to NAME refer to the same migration', async () => {
  const newest = /\S+$/.exec((await output('status')).trim())?.[0] ?? ''
  expect(await output('down')).toBe(`undone ${newest}\n`)
  expect(await output('status')).toMatch(new RegExp(`\npending +${newest}\n$`))
  expect(await output('plan')).toMatch(new RegExp(`^-- ${newest}(, not in a transaction)?\n[^]+;\n$`))
  expect(await output('to', newest)).toBe(`done   ${newest}\n`)
})

test.each([[['up']], [['to']], [['down', '2']], [['to', 'a', 'b']]])('%j prints the usage', async (words) => {
  const program = migrate(...words)
  expect(await program.exited).toBe(1)
  expect(program.stdout()).toBe('')
  expect(program.stderr()).toMatch(/^npm run migrate +run every pending migration\n/)
})
