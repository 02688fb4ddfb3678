import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, expectTypeOf, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import type { JsonValue } from '../../src/json/json-value.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Database
const userId = randomUUID()
const contractId = randomUUID()
const jobId = randomUUID()
beforeAll(async () => {
  db = (await createTestDatabase()).connection.db
  await sql`insert into users (id, email, password, name, api_key, analysis_count, last_login)
    values (${userId}, 'a@example.com', '-', 'A', 'sha256:' || repeat('0', 64), 7, '2026-03-01 09:30:00.123+02')
  `.execute(db)
  await sql`insert into user_onboarding (user_id, deployment_block, contract_start_date)
    values (${userId}, 9223372036854775807, '2026-03-01')`.execute(db)
  await sql`insert into contracts (id, user_id, name, target_address, target_chain, tags)
    values (${contractId}, ${userId}, 'A', '0x0', 'lisk', array['a b', 'c,"d"', '', 'Null'])`.execute(db)
  await sql`insert into contract_analysis_params (user_id, contract_id, whale_threshold, custom_params)
    values (${userId}, ${contractId}, 123456789012.00000001, '{"big": 9007199254740993, "list": [1.5, null]}')
  `.execute(db)
  await sql`insert into import_jobs (id, directory) values (${jobId}, '.')`.execute(db)
  await sql`insert into import_rejects
      (job_id, number, kind, file, line, byte_offset, pointer, code, message, raw, raw_bytes)
    values (${jobId}, 1, 'users', 'users.json', 1, 0, '', 'NO_ID', '-', '\\x00ff', 2)`.execute(db)
})

test('text, integers, booleans and ids have the obvious types', async () => {
  const row = await db
    .selectFrom('users')
    .select(['id', 'name', 'analysis_count', 'is_active'])
    .executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<
    { id: string; name: string; analysis_count: number; is_active: boolean } | undefined
  >()
  expect(row).toStrictEqual({ id: userId, name: 'A', analysis_count: 7, is_active: true })
})

test('timestamptz is a Date with milliseconds, NULL is null', async () => {
  const row = await db.selectFrom('users').select(['last_login', 'last_analysis']).executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<{ last_login: Date | null; last_analysis: Date | null } | undefined>()
  expect(row).toStrictEqual({ last_login: new Date('2026-03-01T07:30:00.123Z'), last_analysis: null })
})

test('DATE and BIGINT are strings, so time zones and doubles do not change them', async () => {
  const query = db.selectFrom('user_onboarding').select(['contract_start_date', 'deployment_block'])
  const row = await query.executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<
    { contract_start_date: string | null; deployment_block: string | null } | undefined
  >()
  expect(row).toStrictEqual({ contract_start_date: '2026-03-01', deployment_block: '9223372036854775807' })
})

test('an array of texts is an array of strings', async () => {
  const row = await db.selectFrom('contracts').select('tags').executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<{ tags: string[] } | undefined>()
  expect(row).toStrictEqual({ tags: ['a b', 'c,"d"', '', 'Null'] })
})

test('NUMERIC is a string with all its digits', async () => {
  const row = await db.selectFrom('contract_analysis_params').select('whale_threshold').executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<{ whale_threshold: string } | undefined>()
  expect(row).toStrictEqual({ whale_threshold: '123456789012.00000001' })
})

test('JSONB is parsed, and a number that a double cannot represent keeps its digits', async () => {
  const row = await db.selectFrom('contract_analysis_params').select('custom_params').executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<{ custom_params: JsonValue } | undefined>()
  expect(row?.custom_params).toMatchObject({ list: [1.5, null] })
  expect(JSON.stringify(row?.custom_params)).toBe('{"big":9007199254740993,"list":[1.5,null]}')
})

test('JSON is parsed like JSONB', async () => {
  const { rows } = await sql<{ json: JsonValue }>`select '{"big": 9007199254740993}'::json as json`.execute(
    db,
  )
  expect(JSON.stringify(rows[0]?.json)).toBe('{"big":9007199254740993}')
})

test('a Date is stored exactly, even if the offset of the local time zone has seconds', async () => {
  const { TZ } = process.env
  process.env.TZ = 'Africa/Monrovia'
  onTestFinished(() => {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  })
  const date = new Date('1970-01-01T12:00:00.123Z')
  const { rows } = await sql<{ text: string }>`select ${date}::timestamptz::text as text`.execute(db)
  expect(rows).toEqual([{ text: '1970-01-01 12:00:00.123+00' }])
})

test('BYTEA is a Buffer', async () => {
  const row = await db.selectFrom('import_rejects').select('raw').executeTakeFirst()
  expectTypeOf(row).toEqualTypeOf<{ raw: Buffer } | undefined>()
  expect(row).toStrictEqual({ raw: Buffer.from([0x00, 0xff]) })
})
