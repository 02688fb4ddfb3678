import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { digestApiKey } from '../../src/auth/api-keys.ts'
import { createViewerLookup } from '../../src/auth/viewer-lookup.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertUser } from '../support/factories.ts'
import { runProgram } from '../support/programs.ts'

const { connection, url } = await createTestDatabase()
const { db } = connection

function run(...words: string[]) {
  return runProgram('src/users/user.cli.ts', words, {
    DATABASE_URL: url,
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
  })
}

async function output(...words: string[]): Promise<string> {
  const program = run(...words)
  expect(await program.exited, program.stderr()).toBe(0)
  return program.stdout()
}

async function mistake(...words: string[]): Promise<string> {
  const program = run(...words)
  expect(await program.exited).toBe(1)
  expect(program.stdout()).toBe('')
  return program.stderr().replace(/^Database: .*\n/, '')
}

const viewers = createViewerLookup(db)
const findByKey = (text: string) => viewers.findByApiKey(digestApiKey(/mg_\S+/.exec(text)?.[0] ?? ''))
const findUser = (id: string) =>
  db
    .selectFrom('users')
    .select(['role', 'tier', 'is_active as isActive'])
    .where('id', '=', id)
    .executeTakeFirst()

test('create adds an administrator and prints the API key, which is not stored', async () => {
  const text = await output('create', '--admin', '--email', 'Root@Example.org', '--name', 'Root')

  expect(await findByKey(text)).toMatchObject({ role: 'admin' })
  const stored = await db
    .selectFrom('users')
    .select(['email', 'name', 'password', 'api_key'])
    .executeTakeFirst()
  expect(stored).toMatchObject({ email: 'root@example.org', name: 'Root', password: '!' })
  expect(text).not.toContain(stored?.api_key)
})

test('create rejects a taken or invalid e-mail with one line', async () => {
  await insertUser(db, { email: 'taken@example.org' })

  expect(await mistake('create', '--email', 'TAKEN@example.org')).toBe(
    'An account with this e-mail exists. Log in, or use another e-mail.\n',
  )
  expect(await mistake('create', '--email', 'nobody')).toBe(
    '--email must be an e-mail address, not "nobody".\n',
  )
})

test('role, tier, state and API key can be changed by e-mail or id, and list shows them', async () => {
  const user = await insertUser(db, { email: 'somebody@example.org' })

  await output('set-role', 'Somebody@Example.org', 'worker')
  await output('set-tier', user.id, 'enterprise')
  await output('deactivate', user.id.toUpperCase())
  expect(await findUser(user.id)).toEqual({ role: 'worker', tier: 'enterprise', isActive: false })
  expect(await output('list')).toMatch(
    new RegExp(`^somebody@example.org +worker +enterprise +closed ${user.id}$`, 'm'),
  )

  await output('activate', user.email)
  const text = await output('reset-api-key', user.email)
  expect(await findByKey(text)).toEqual({ id: user.id, role: 'worker' })
  expect(await findByKey(user.apiKey)).toBeUndefined()
})

test('the last administrator can’t be deactivated or demoted', async () => {
  await db.updateTable('users').set({ role: 'user' }).execute()
  const last = await insertUser(db, { role: 'admin' })

  expect(await mistake('deactivate', last.email)).toMatch(/^This is the last active administrator/)
  expect(await mistake('set-role', last.email, 'user')).toMatch(/^This is the last active administrator/)
  expect(await findUser(last.id)).toMatchObject({ role: 'admin', isActive: true })
})

test('list shows all users, and replaces control characters', async () => {
  await Promise.all(Array.from({ length: 210 }, () => insertUser(db)))
  await insertUser(db, { email: 'red\u001b[31m@example.org' })

  const text = await output('list')

  const { count } = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  expect(text.trim().split('\n')).toHaveLength(Number(count))
  expect(text).toContain('red?[31m@example.org')
})

test('an unknown user is reported by name', async () => {
  const id = randomUUID()
  expect(await mistake('activate', id)).toBe(`User ${id} not found.\n`)
})

test('an invalid command prints the usage', async () => {
  const wrong = [
    [],
    ['create', '--admin', '--worker', '--email', 'a@example.org'],
    ['create', '--color', 'red'],
    ['set-role', 'a@example.org', 'owner'],
    ['deactivate', 'a@example.org', 'b@example.org'],
    ['remove', 'a@example.org'],
  ]
  for (const text of await Promise.all(wrong.map((words) => mistake(...words)))) {
    expect(text).toMatch(/^npm run user -- create /)
  }
})
