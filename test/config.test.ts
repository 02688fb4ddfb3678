import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text as consume } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { toClientConfig } from '../src/database/session/client.ts'
import { createDirectory } from './support/embedded-postgres.ts'

const smtp = { SMTP_URL: 'smtps://me:secret@mail.example.com:465', MAIL_FROM: 'Metagauge <a@example.com>' }

test('mail goes to the configured server; without one it goes to the log, and in production it is off', () => {
  const named = { smtpUrl: smtp.SMTP_URL, from: smtp.MAIL_FROM }
  expect(readConfig(smtp).mail).toEqual(named)
  expect(readConfig({ ...smtp, NODE_ENV: 'production' }).mail).toEqual(named)
  expect(readConfig({}).mail).toBe('log')
  expect(readConfig({ NODE_ENV: 'test' }).mail).toBe('log')
  expect(readConfig({ NODE_ENV: 'production' }).mail).toBe('none')
})

test.each([
  [{ SMTP_URL: 'https://me:secret@mail.example.com' }, 'SMTP_URL must look like smtps://'],
  [{ SMTP_URL: smtp.SMTP_URL }, 'MAIL_FROM must be set together with SMTP_URL'],
  [{ ...smtp, MAIL_FROM: 'Metagauge' }, 'MAIL_FROM must be an address'],
  [{ ANSWER_MAX_MEGABYTES: '0' }, 'ANSWER_MAX_MEGABYTES must be a number of megabytes, 1 to 65536'],
  [{ RESULTS_MAX_MEGABYTES: '65' }, 'RESULTS_MAX_MEGABYTES must be a number of megabytes, 1 to 64'],
  [
    { RESULTS_MAX_MEGABYTES: '64' },
    'ANSWER_MAX_MEGABYTES must be at least RESULTS_MAX_MEGABYTES, so that results can be read back',
  ],
  [
    { ANSWER_MAX_MEGABYTES: '300' },
    'ANSWERS_IN_PROGRESS_MAX_MEGABYTES must be at least ANSWER_MAX_MEGABYTES',
  ],
  [{ TRUST_PROXY: 'proxy.example.com' }, 'TRUST_PROXY must be a comma-separated list of addresses'],
  [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY must be a comma-separated list of addresses'],
])('%j is refused with the name of the variable, and without its secret value', (variables, message) => {
  expect(() => readConfig(variables)).toThrow(message)
  expect(() => readConfig(variables)).not.toThrow('secret')
})

test('introspection is off in production unless the setting turns it on', () => {
  expect(readConfig({}).introspection).toBe(true)
  expect(readConfig({ NODE_ENV: 'production' }).introspection).toBe(false)
  expect(readConfig({ NODE_ENV: 'production', GRAPHQL_INTROSPECTION: 'true' }).introspection).toBe(true)
  expect(readConfig({ GRAPHQL_INTROSPECTION: 'false' }).introspection).toBe(false)
})

test('the path of the trusted documents is relative to the working directory', () => {
  expect(readConfig({}).trustedDocumentsFile).toBeUndefined()
  expect(readConfig({ TRUSTED_DOCUMENTS: 'm.json' }).trustedDocumentsFile).toBe(`${process.cwd()}/m.json`)
})

test('trusted proxies are IPv4 and IPv6 addresses and ranges', () => {
  const list = ['192.0.2.7', '10.0.0.0/8', '::1', '2001:db8::/32']
  expect(readConfig({ TRUST_PROXY: list.join(', ') }).trustedProxies).toEqual(list)
  expect(readConfig({}).trustedProxies).toEqual([])
})

const secret = 'a secret that is long enough for tokens'

test('without settings, the embedded database is served on this machine only', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    externalDatabase: undefined,
    migrateOnStart: true,
    corsOrigins: [],
  })
})

test('all mistakes are listed at once, each with the name and the required form', () => {
  const variables = {
    PORT: '70000',
    POSTGRES_MAX_CONNECTIONS: 'many',
    LOG_LEVEL: 'loud',
    MIGRATE_ON_START: 'yes',
  }

  expect(() => readConfig(variables)).toThrow(
    [
      'The settings have 4 mistake(s):',
      '  - POSTGRES_MAX_CONNECTIONS must be a number of connections, 2 to 1000 (it is "many")',
      '  - PORT must be a port, 0 to 65535 (it is "70000")',
      '  - MIGRATE_ON_START must be one of true, false, 1, 0 (it is "yes")',
      '  - LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent (it is "loud")',
    ].join('\n'),
  )
})

test('the message about a wrong secret does not contain it', () => {
  const variables = { JWT_SECRET: 'short', DATABASE_URL: 'mysql://root:hunter2@db/x' }

  expect(() => readConfig(variables)).toThrow(/JWT_SECRET must have at least 32 characters/)
  expect(() => readConfig(variables)).toThrow(/DATABASE_URL must look like postgresql:/)
  expect(() => readConfig(variables)).not.toThrow(/hunter2|short/)
})

test('an external database requires a JWT secret, and is not migrated at the start', () => {
  expect(() => readConfig({ DATABASE_URL: 'postgresql://u@h/d' })).toThrow(/JWT_SECRET must be set/)
  const config = readConfig({ DATABASE_URL: 'postgresql://u@h/d', JWT_SECRET: secret })
  expect(config.migrateOnStart).toBe(false)
})

test('the owner connects with DATABASE_OWNER_URL, or with the same URL as requests', () => {
  const serving = { DATABASE_URL: 'postgresql://server@h/d', JWT_SECRET: secret }
  expect(readConfig({}).ownerDatabase).toBeUndefined()
  expect(readConfig(serving).ownerDatabase).toEqual(readConfig(serving).externalDatabase)
  const both = readConfig({ ...serving, DATABASE_OWNER_URL: 'postgresql://owner@h/d' })
  expect(both.ownerDatabase?.connectionString).toBe('postgresql://owner@h/d')
  expect(both.externalDatabase?.connectionString).toBe('postgresql://server@h/d')
})

test.each([
  ['postgresql://owner:hunter2@h/d', 'DATABASE_OWNER_URL requires DATABASE_URL'],
  ['mysql://owner:hunter2@h/d', 'DATABASE_OWNER_URL must look like postgresql:'],
])('DATABASE_OWNER_URL alone (%s) is refused, without its password in the message', (url, message) => {
  expect(() => readConfig({ DATABASE_OWNER_URL: url })).toThrow(message)
  expect(() => readConfig({ DATABASE_OWNER_URL: url })).not.toThrow('hunter2')
})

test('REUSE_PORT requires an external database', () => {
  expect(() => readConfig({ REUSE_PORT: 'true' })).toThrow(/REUSE_PORT requires an external database/)
  const own = { DATABASE_URL: 'postgresql://u@h/d', JWT_SECRET: secret }
  expect(readConfig({ ...own, REUSE_PORT: 'true' }).reusePort).toBe(true)
  expect(readConfig(own).reusePort).toBe(false)
})

test('DATABASE_URL together with POSTGRES_ variables is refused', () => {
  const variables = { DATABASE_URL: 'postgresql://u@h/d', POSTGRES_HOST: 'h', JWT_SECRET: secret }

  expect(() => readConfig(variables)).toThrow(/DATABASE_URL and POSTGRES_HOST are both set/)
})

test('an empty variable counts as not set', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '', POSTGRES_HOST: '' }).externalDatabase).toBeUndefined()
})

test('POSTGRES_ variables configure an external database, with defaults for the others', () => {
  const config = readConfig({ POSTGRES_HOST: 'db.internal', POSTGRES_PASSWORD: 'x', JWT_SECRET: secret })

  expect(config.externalDatabase).toEqual({
    host: 'db.internal',
    port: 5432,
    database: 'metagauge',
    user: 'metagauge_user',
    password: 'x',
    tls: false,
  })
})

test.each([
  ['true', true],
  ['false', false],
  ['no-verify', { rejectUnauthorized: false }],
])('POSTGRES_SSL=%s verifies certificates unless it is no-verify', (word, ssl) => {
  const config = readConfig({ POSTGRES_HOST: 'h', POSTGRES_SSL: word, JWT_SECRET: secret })

  expect(config.externalDatabase && toClientConfig(config.externalDatabase).ssl).toEqual(ssl)
})

describe('a secret in .env', () => {
  test.each([
    ['JWT_SECRET=0123456789abcdef0123#456789abcdef', 'JWT_SECRET in line 2'],
    ['export DATABASE_URL=postgresql://u:hunter2#x@h/d', 'DATABASE_URL in line 2'],
    ['  POSTGRES_PASSWORD = hunter2#', 'POSTGRES_PASSWORD in line 2'],
  ])('with an unquoted "#" is refused: %s', async (line, place) => {
    const stderr = await startWith(`# settings\n${line}\n`)
    expect(stderr).toMatch(
      `${place} of .env contains "#", which starts a comment outside quotes, so the value would end there. Put it in quotes`,
    )
    expect(stderr).not.toContain('hunter2')
  })

  test.each([
    'JWT_SECRET="0123456789abcdef#0123456789abcdef"',
    "JWT_SECRET='0123456789abcdef#0123456789abcdef'",
    'JWT_SECRET=0123456789abcdef0123456789abcdef # a comment',
    'MAIL_FROM=a@example.com#not-a-secret',
  ])('and other values are accepted: %s', async (line) => {
    expect(await startWith(`${line}\nPORT=none\n`)).toMatch(
      /^The settings have 1 mistake\(s\):\n {2}- PORT must be/,
    )
  })

  test('is not read if the environment sets the variable', async () => {
    const stderr = await startWith('JWT_SECRET=abc#def\nPORT=none\n', { JWT_SECRET: secret })
    expect(stderr).toMatch(/- PORT must be/)
  })
})

/** Runs a command in a directory with the `.env` file, and returns its standard error. */
async function startWith(text: string, environment: Record<string, string> = {}): Promise<string> {
  const directory = createDirectory()
  writeFileSync(join(directory, '.env'), text)
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.js'), 'migrate', 'status'], {
    cwd: directory,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [stderr] = await Promise.all([consume(child.stderr), once(child, 'exit')])
  return stderr
}
