import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runAsAdmin } from '../support/postgres.ts'
import { type Program, runProgram } from '../support/programs.ts'

const secrets = { JWT_SECRET: 'a-secret-of-32-characters-or-more', POSTGRES_PASSWORD: 'never-to-be-printed' }

function start(environment: Record<string, string>): Program {
  return runProgram('src/main.js', [], { PORT: '0', JWT_SECRET: secrets.JWT_SECRET, ...environment })
}

describe('an external database', () => {
  let target: TestDatabase
  beforeAll(async () => {
    target = await createTestDatabase({ isEmpty: true })
  })

  test('is not served while migrations are pending', async () => {
    const program = start({ DATABASE_URL: target.url })
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(/migration\(s\) of the database are pending: 0001-.*npm run migrate/)
  })

  test('is migrated at the start if MIGRATE_ON_START is set, which is needed only once', async () => {
    const first = start({ DATABASE_URL: target.url, MIGRATE_ON_START: 'true' })
    await first.untilPrinted(/Ctrl-C/)
    const second = start({ DATABASE_URL: target.url })
    await second.untilPrinted(/Ctrl-C/)
    expect(second.stdout()).toMatch(`Database            "${target.database.database}" on `)
    expect(second.stdout()).not.toContain('Admin API key')
  })
})

test('the server does not start on a standby or read-only database', async () => {
  const { url, database } = await createTestDatabase()
  await runAsAdmin(database, `alter database ${database.database} set default_transaction_read_only = on`)
  const program = start({ DATABASE_URL: url })
  expect(await program.exited).toBe(1)
  expect(program.stderr()).toMatch(
    /^The database is read-only: it is a standby.*Connect to the primary[^\n]*\n$/,
  )
})

describe('a database that cannot be used', () => {
  let parts: Record<string, string>
  beforeAll(async () => {
    const { database } = await createTestDatabase()
    parts = {
      POSTGRES_HOST: String(database.host),
      POSTGRES_PORT: String(database.port),
      POSTGRES_DB: String(database.database),
      POSTGRES_USER: String(database.user),
      POSTGRES_PASSWORD: String(database.password),
    }
  })

  test.each([
    [
      'no server is listening there',
      { POSTGRES_PORT: '1' },
      /:1 as user .*: no server is listening there\. Start PostgreSQL/,
    ],
    ['the host is unknown', { POSTGRES_HOST: 'nowhere.invalid' }, /on nowhere\.invalid:\d+ .*the host name/],
    [
      'the password is wrong',
      { POSTGRES_PASSWORD: secrets.POSTGRES_PASSWORD },
      /wrong user or password\. Correct/,
    ],
    [
      'there is no such database',
      { POSTGRES_DB: 'nothing_here' },
      /"nothing_here" .*no such database\. Create it/,
    ],
    [
      'TLS fails',
      { POSTGRES_SSL: 'true' },
      /the server does not support TLS\. Set POSTGRES_SSL=false|certificate is not trusted/,
    ],
  ])('one line reports that %s, with the remedy', async (_case, change, expected) => {
    const program = start({ ...parts, ...change })
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(/^Can't use the database "[^\n]*\n$/)
    expect(program.stderr()).toMatch(expected)
    expect(program.stderr()).not.toContain(secrets.POSTGRES_PASSWORD)
    expect(program.stdout()).toBe('')
  })
})
