import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, countsOf, importFiles, listRejects, runJob } from '../../support/imports.ts'
import { legacyContract, legacyMessage, legacySession, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { pool } = connection

beforeEach(() => clearTables(connection))

const user = legacyUser({ onboarding: { completed: true } })
const contract = legacyContract(user.id, { rpcConfig: { ethereum: ['https://rpc.example'] } })
const session = legacySession(user.id)
const files = {
  'users.json': [user, { name: 'No id' }],
  'contracts.json': [contract],
  'chat_sessions.json': [session],
  'chat_messages.json': [legacyMessage(session.id), legacyMessage(session.id)],
}

/** Runs statements without triggers and foreign keys, as damage does. */
async function damage(...statements: string[]) {
  const client = await pool.connect()
  await client.query(
    `set session_replication_role = replica; ${statements.join('; ')}; reset session_replication_role`,
  )
  client.release()
}

async function rejectsOfVerification(jobId: string) {
  return listRejects(connection, (await runJob(connection, 'verify', jobId)).id)
}

test('an import whose rejects are altered while they are saved fails', async () => {
  await pool.query(`create function alter_reject() returns trigger language plpgsql as $$
    begin new.raw := 'other'; return new; end $$;
    create trigger alter_rejects before insert on import_rejects for each row execute function alter_reject()`)
  const job = await importFiles(connection, files)
  await pool.query('drop trigger alter_rejects on import_rejects; drop function alter_reject')
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'VERIFICATION_FAILED' })
  expect((await pool.query('select id from users')).rows).toEqual([])
})

test.each([
  `update import_rejects set raw = 'other'`,
  `update import_rejects set message = 'Other.'`,
  `update import_rejects set line = line + 1`,
])('a reject that is altered later is reported: %s', async (statement) => {
  const { id } = await importFiles(connection, files)
  await damage(statement)
  expect(await rejectsOfVerification(id)).toMatchObject([{ kind: 'users', code: 'DIFFERENT' }])
})

test('a missing reject is reported', async () => {
  const { id } = await importFiles(connection, files)
  await damage('delete from import_rejects')
  expect(await rejectsOfVerification(id)).toMatchObject([{ kind: 'users', code: 'MISSING' }])
})

test('records that are missing together with their legacy records are reported', async () => {
  const { id } = await importFiles(connection, files)
  await damage('delete from chat_messages', `delete from legacy_records where kind = 'chat_messages'`)
  const job = await runJob(connection, 'verify', id)
  expect(countsOf(job, 'chat_messages')).toMatchObject({ rejected: 2 })
  expect(await listRejects(connection, job.id)).toMatchObject([
    { kind: 'chat_messages', code: 'MISSING', message: expect.stringContaining('2 records') },
  ])
})

test('parts without their own row are a missing record', async () => {
  const { id } = await importFiles(connection, files)
  await damage('delete from users', 'delete from contracts')
  expect(await rejectsOfVerification(id)).toMatchObject([
    { kind: 'users', code: 'MISSING' },
    { kind: 'contracts', code: 'MISSING' },
  ])
})

test.each([
  ['users', `update users set role = 'admin'`],
  ['users', 'update user_onboarding set id = gen_random_uuid()'],
  ['users', `update user_preferences set created_at = created_at + interval '1 ms'`],
  ['users', `update user_preferences set updated_at = updated_at - interval '1 ms'`],
  ['contracts', 'update contract_rpc_config set user_id = gen_random_uuid()'],
  ['contracts', 'update contract_analysis_params set id = gen_random_uuid()'],
  ['contracts', `update legacy_records set line = line + 1 where kind = 'contracts'`],
  ['chat_messages', 'update chat_messages set user_id = gen_random_uuid()'],
])('damage outside of the record is noticed: %s, %s', async (kind, statement) => {
  const { id } = await importFiles(connection, files)
  await damage(statement)
  const rejects = await rejectsOfVerification(id)
  expect(rejects.length).toBeGreaterThan(0)
  for (const reject of rejects) expect(reject).toMatchObject({ kind })
})

test('an unchanged import is verified, also after a part of it was replaced by a later import', async () => {
  const { id } = await importFiles(connection, files)
  expect(await rejectsOfVerification(id)).toEqual([])
  const renamed = { ...user, name: 'Renamed', updatedAt: '2099-01-01T00:00:00.000Z' }
  await importFiles(connection, { 'users.json': [renamed] }, { onConflict: 'update_if_newer' })
  expect(await rejectsOfVerification(id)).toEqual([])
})
