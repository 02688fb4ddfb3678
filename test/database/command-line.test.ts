import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createDirectory } from '../support/embedded-postgres.ts'
import { runProgram, startServerProgram } from '../support/programs.ts'

// Some tests create an embedded database, which takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const target = await createTestDatabase()
const { database } = target
const external = { DATABASE_URL: target.url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }
const address = `"${database.database}" on ${database.host}:${database.port}`

test('a command reports its database on standard error, without the password', async () => {
  const program = runProgram('src/main.js', ['migrate', 'status'], external)
  expect(await program.exited, program.stderr()).toBe(0)
  expect(program.stderr()).toBe(`Database: ${address}\n`)
  expect(program.stdout()).not.toContain('Database:')
})

test('a command reports the directory of an embedded database', async () => {
  const dataDirectory = join(createDirectory(), '.data')
  const program = runProgram('src/main.js', ['user', 'list'], { DATA_DIR: dataDirectory })
  expect(await program.exited, program.stderr()).toBe(0)
  expect(program.stderr()).toMatch(/^Database: "metagauge" on 127\.0\.0\.1:\d+ \(embedded PostgreSQL in /m)
  expect(program.stderr()).toContain(`${join(dataDirectory, 'postgres')})\n`)
})

test('a command warns before it creates an embedded database while a server uses another one', async () => {
  const server = await startServerProgram(target)
  const dataDirectory = join(createDirectory(), '.data')
  const list = () => runProgram('src/main.js', ['user', 'list'], { DATA_DIR: dataDirectory })
  const warning =
    `Warning: this creates a new embedded database in ${dataDirectory}, but the server at ${server.url}/graphql ` +
    `works on another one: ${address}.`

  const first = list()
  expect(await first.exited, first.stderr()).toBe(0)
  expect(first.stderr()).toContain(warning)
  expect(first.stderr().indexOf(warning)).toBeLessThan(first.stderr().indexOf('Database: '))

  const second = list()
  expect(await second.exited, second.stderr()).toBe(0)
  expect(second.stderr()).not.toContain('Warning:')

  server.child.kill('SIGTERM')
  await server.exited
  const third = runProgram('src/main.js', ['user', 'list'], { DATA_DIR: join(createDirectory(), '.data') })
  expect(await third.exited, third.stderr()).toBe(0)
  expect(third.stderr()).not.toContain(server.url)
})

test('an unknown command is refused with the list of commands', async () => {
  const program = runProgram('src/main.js', ['migrat'], external)
  expect(await program.exited).toBe(1)
  expect(program.stderr()).toBe(
    'Unknown command "migrat". Commands: migrate, import, export, user, psql. Without one, the server starts.\n',
  )
})

test('psql connects to the database, with the password in the environment', async () => {
  const directory = createDirectory()
  const psql = join(directory, 'psql')
  writeFileSync(psql, '#!/bin/sh\necho "$@"\necho "$PGPASSWORD"\nexit 3\n')
  chmodSync(psql, 0o755)
  const program = runProgram('src/main.js', ['psql', '-c', 'select 1'], {
    ...external,
    PATH: `${directory}:${process.env.PATH}`,
  })
  expect(await program.exited, program.stderr()).toBe(3)
  const url = new URL(target.url)
  const password = decodeURIComponent(url.password)
  url.password = ''
  expect(program.stdout()).toBe(`${url.href} -c select 1\n${password}\n`)
})

test('psql prints the URL when psql is not installed, and keeps an embedded database running', async () => {
  const outside = runProgram('src/main.js', ['psql'], { ...external, PATH: createDirectory() })
  expect(await outside.exited, outside.stderr()).toBe(0)
  expect(outside.stdout()).toBe(`${target.url}\n`)

  const embedded = runProgram('src/main.js', ['psql'], {
    DATA_DIR: join(createDirectory(), '.data'),
    PATH: createDirectory(),
  })
  const [url] = await embedded.untilPrinted(
    /^postgresql:\/\/metagauge_owner:[\w-]+@127\.0\.0\.1:\d+\/metagauge\S*$/m,
  )
  const again = runProgram('src/main.js', ['migrate'], {
    DATABASE_URL: url,
    JWT_SECRET: external.JWT_SECRET,
  })
  expect(await again.exited, again.stderr()).toBe(0)
  embedded.child.kill('SIGINT')
  expect(await embedded.exited).toBe(0)
})
