import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ExternalDatabase } from '../../../src/config.ts'
import { createConnection } from '../../../src/database/connection.ts'
import { migrateDown, migrateToLatest } from '../../../src/database/migrate.ts'
import { grantServing, updateGrants } from '../../../src/database/roles/serving-role.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { toUrl } from '../../support/dedicated-postgres.ts'
import { queryOnce } from '../../support/embedded-postgres.ts'
import { connectionTo, createTestRole, runAsAdmin } from '../../support/postgres.ts'
import { type Program, runProgram } from '../../support/programs.ts'

const jwtSecret = 'only-the-server-signs-tokens-with-it'
const admin = inject('adminDatabase')
const roleName = `metagauge_test_granted_${randomBytes(4).toString('hex')}`

let target: TestDatabase
let role: ExternalDatabase
const { db: ownerDb, close } = await (async () => {
  target = await createTestDatabase({ isEmpty: true })
  return createConnection(connectionTo(target.owner))
})()

beforeAll(async () => {
  role = { ...target.database, ...(await createTestRole(admin, roleName)) }
})
afterAll(async () => {
  await runAsAdmin(target.database, `drop owned by ${roleName}`)
  await runAsAdmin(admin, `drop role ${roleName}`)
  await close()
})

function run(program: string, words: readonly string[], environment: Record<string, string>): Program {
  return runProgram(program, words, { JWT_SECRET: jwtSecret, PORT: '0', ...environment })
}

async function grant(name: string, database = target.owner): Promise<Program> {
  const program = run('src/database/migrate.cli.ts', ['grant', name], {
    DATABASE_URL: toUrl(role),
    DATABASE_OWNER_URL: toUrl(database),
  })
  await program.exited
  return program
}

describe('npm run migrate -- grant', () => {
  test.each([
    ['nobody_of_this_name', /^There is no role "nobody_of_this_name"\. Create it first: CREATE ROLE /m],
    [String(admin.user), /^"\w+" is a superuser, whose privileges can't be limited\. Use another role\.\n$/m],
    [inject('roles').owner.user, /^"\w+" is the owner of the tables .* Use another role\.\n$/m],
  ])('refuses %s with one sentence', async (name, sentence) => {
    const program = await grant(name)
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(sentence)
  })

  test('can run before the first migration, which then grants the privileges', async () => {
    const program = await grant(roleName)
    expect(program.stderr()).toMatch(/^Database: "[^\n]+\n$/)
    expect(program.stdout()).toMatch(
      /^alter default privileges .* grant select, insert, update, delete on tables to /m,
    )
    await migrateToLatest(ownerDb)
    expect((await grant(roleName)).stdout()).toBe(
      `The role "${roleName}" already has exactly the required privileges.\n`,
    )
  })

  test('prints each statement that it runs, and revokes excess privileges', async () => {
    await sql.raw(`grant truncate on users to ${roleName}`).execute(ownerDb)
    await sql.raw(`revoke delete on contracts from ${roleName}`).execute(ownerDb)
    await sql.raw(`grant select on staging.users to ${roleName}`).execute(ownerDb)
    expect((await grant(roleName)).stdout()).toBe(
      `revoke truncate on "public"."users" from "${roleName}";\ngrant delete on "public"."contracts" to "${roleName}";\n`,
    )
  })

  test('succeeds when it runs several times concurrently', async () => {
    await sql.raw(`revoke all on all tables in schema public from ${roleName}`).execute(ownerDb)
    const outcomes = await Promise.all([1, 2, 3].map(() => grantServing(ownerDb, roleName)))
    expect(outcomes.filter(({ statements }) => statements.length > 0)).toHaveLength(1)
  })

  test('prints the statements that only the owner of the database may run', async () => {
    await runAsAdmin(admin, `grant temporary on database ${target.database.database} to ${roleName}`)
    await runAsAdmin(admin, `alter database ${target.database.database} owner to ${admin.user}`)
    const { stdout } = await grant(roleName)
    expect(stdout()).toMatch(/^-- The owner of the database or schema must run:\nrevoke temporary /m)
    await runAsAdmin(admin, `alter database ${target.database.database} owner to ${target.owner.user}`)
    expect((await grant(roleName)).stdout()).toMatch(/^revoke temporary on database /)
  })
})

describe('what a later migration adds', () => {
  test('is usable as soon as the migration commits', async () => {
    await sql`create table later (id bigserial primary key, text text)`.execute(ownerDb)
    await queryOnce(role, `insert into later (text) values ('x')`)
    expect(await queryOnce(role, 'select id, text from later')).toEqual({ id: '1', text: 'x' })
    await expect(queryOnce(role, 'truncate later')).rejects.toThrow('permission denied')
  })

  test('is granted when another role created it for the owner', async () => {
    await sql`drop table later`.execute(ownerDb)
    await runAsAdmin(target.database, 'create table later (id bigserial primary key, text text)')
    await runAsAdmin(target.database, `alter table later owner to ${target.owner.user}`)
    await expect(queryOnce(role, 'select from later')).rejects.toThrow('permission denied')
    await updateGrants(ownerDb)
    await queryOnce(role, `insert into later (text) values ('x')`)
    await sql`drop table later`.execute(ownerDb)
  })

  test('is granted by migrating down and up again', async () => {
    await migrateDown(ownerDb)
    await migrateToLatest(ownerDb)
    expect((await grant(roleName)).stdout()).toBe(
      `The role "${roleName}" already has exactly the required privileges.\n`,
    )
  })
})

describe('the server', () => {
  const start = (serving: ExternalDatabase, owner?: ExternalDatabase) =>
    run('src/main.js', [], {
      LOG_LEVEL: 'info',
      DATABASE_URL: toUrl(serving),
      ...(owner && { DATABASE_OWNER_URL: toUrl(owner) }),
    })
  const startExport = (url: string, key: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        query: 'mutation { exportLegacyData(input: {directory: "out"}) { job { id } } }',
      }),
    })

  async function createAdmin(): Promise<string> {
    const email = `${randomBytes(4).toString('hex')}@example.org`
    const program = run('src/users/user.cli.ts', ['create', '--admin', '--email', email], {
      DATABASE_URL: toUrl(role),
      DATABASE_OWNER_URL: toUrl(target.owner),
    })
    expect(await program.exited, program.stderr()).toBe(0)
    return /mg_\S+/.exec(program.stdout())?.[0] ?? ''
  }

  test('serves with two roles and logs no warning', async () => {
    const program = start(role, target.owner)
    await program.untilPrinted(/Ctrl-C/)
    expect(program.stderr()).not.toContain('which serves requests')
  })

  test.each([
    ['a superuser', () => target.database, 'is a superuser'],
    ['the owner', () => target.owner, 'owns the tables, may create tables and functions, may create schemas'],
  ])('warns once when %s serves, with the remedy', async (_who, database, excess) => {
    const program = start(database())
    await program.untilPrinted(/Ctrl-C/)
    const lines = program
      .stderr()
      .split('\n')
      .filter((line) => line.includes('which serves requests'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(
      `, which serves requests, ${excess}: create another role, run npm run migrate -- grant`,
    )
  })

  test('serves everything except jobs without the owner, and reports where to run them', async () => {
    const key = await createAdmin()
    const program = start(role)
    const [url = ''] = await program.untilPrinted(/http:\/\/[^\s]+(?=\/graphql\n)/)
    expect(program.stderr()).toContain(
      'imports and exports through the API are off: DATABASE_OWNER_URL is not set',
    )
    const response = await startExport(url, key)
    expect(response.status).toBe(503)
    expect(await response.text()).toMatch(/This server does not run imports or exports\..*"UNAVAILABLE"/)
  })

  test('does not start if a privilege is missing, and reports it and the command that grants it', async () => {
    await sql.raw(`revoke update on users from ${roleName}`).execute(ownerDb)
    const program = start(role, target.owner)
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(
      new RegExp(
        `^The role "${roleName}" lacks privileges that requests need: UPDATE on users\\. ` +
          `Grant them: npm run migrate -- grant ${roleName}$`,
        'm',
      ),
    )
    await grantServing(ownerDb, roleName)
  })

  test('does not start with two different databases', async () => {
    const other = await createTestDatabase()
    const program = start(role, other.owner)
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(
      /^DATABASE_OWNER_URL refers to the database "\w+" on .* Both must refer to the same/m,
    )
  })
})
