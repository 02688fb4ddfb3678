import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { insertUndo } from '../../../src/import/publish/undo.store.ts'
import { findImportColumns } from '../../../src/import/records/column.store.ts'
import { importedTables, type RecordKind, recordKinds } from '../../../src/import/records/record-type.ts'
import { restoreRecords } from '../../../src/import/revert/restore.store.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables } from '../../support/imports.ts'

const range = { first: 7, last: 7 }
const { connection } = await createTestDatabase()
const { db, pool } = connection
const { tables } = await findImportColumns(db)
const id = '7f5dbd3e-0000-4000-8000-00000000000a'
const other = '7f5dbd3e-0000-4000-8000-00000000000b'

beforeEach(async () => {
  await clearTables(connection)
  await pool.query('truncate staging.users, staging.records')
})

async function insertJob(): Promise<string> {
  const { rows } = await pool.query(`insert into import_jobs (phase) values ('publishing') returning id`)
  return rows[0].id
}

/** Stages the record with this action. */
async function stage(kind: RecordKind, action: string, batch: number): Promise<void> {
  await pool.query(
    `insert into staging.records
      (kind, id, action, changed_at, file, file_number, line, byte_offset, pointer, bytes, sha256, extra, batch)
    values ($1, $2, $3, now(), 'file', 1, 1, 0, '', 0, '', '{}', $4)`,
    [kind, id, action, batch],
  )
}

/** Inserts one record of each kind with values that are easily lost, all with the same id. */
async function insertRecords(jobId: string): Promise<void> {
  const numbers = `'{"big": 1.35e20, "odd": 9007199254740993, "scale": 0.1000, "deep": [[1e-30]]}'`
  await pool.query(`
    insert into users (id, email, password, name, api_key, last_login, created_at) values
      ('${id}', 'a@example.org', '$2a$', E'tab\\t "quoted" \\\\ \\u2028 ü', 'sha256:' || repeat('0', 64),
       '0044-03-15 00:00:00.001 BC', '294276-12-31 23:59:59.999Z');
    insert into user_onboarding (user_id, contract_start_date, deployment_block)
      values ('${id}', '0044-03-15 BC', 9223372036854775807);
    insert into user_preferences (user_id, custom_settings) values ('${id}', ${numbers});
    insert into contracts (id, user_id, name, target_address, target_chain, tags)
      values ('${id}', '${id}', '', '', '', array['', 'NULL', 'null', 'q"\\,{}', ' a ']);
    insert into contract_competitors (contract_id, user_id, address, chain)
      values ('${id}', '${id}', '0x1', ''), ('${id}', '${id}', '0x2', '');
    insert into contract_rpc_config (contract_id, user_id, chain, rpc_urls) values ('${id}', '${id}', '', '{}');
    insert into contract_analysis_params (contract_id, user_id, whale_threshold, custom_params)
      values ('${id}', '${id}', 123456789012.00000001, ${numbers});
    insert into analyses (id, user_id, config_id, analysis_type, results, metadata)
      values ('${id}', '${id}', '${id}', 'single', ${numbers}, null);
    insert into chat_sessions (id, user_id, metadata) values ('${id}', '${id}', 'null');
    insert into chat_messages (id, session_id, user_id, role, content, components)
      values ('${id}', '${id}', '${id}', 'user', '', '[]')`)
  await pool.query(
    `insert into legacy_records (kind, id, job_id, file, line, byte_offset, pointer, sha256, extra, raw)
    select kind, '${id}', $1, 'f', 9007199254740993, 0, '', sha256('x'), ${numbers}, '\\x00ff5c'
    from unnest($2::text[]) as kind`,
    [jobId, recordKinds],
  )
}

/** Every row as PostgreSQL prints it, to the last digit. */
async function readRows(): Promise<unknown[]> {
  const tables = [...importedTables, 'legacy_records']
  const texts = tables.map((table) => `select '${table}' as place, t::text as row from ${table} as t`)
  const { rows } = await pool.query(`${texts.join(' union all ')} order by place, row`)
  return rows
}

/** Changes every row, one without changing `updated_at`, and deletes the parts. */
async function spoilRecords(): Promise<void> {
  await pool.query(`
    delete from user_onboarding; delete from user_preferences; delete from contract_competitors;
    delete from contract_analysis_params; update contract_rpc_config set chain = 'lisk';
    update users set name = 'spoiled', email = 'b@example.org', updated_at = updated_at + interval '1 hour';
    alter table contracts disable trigger contracts_touch; update contracts set tags = '{}';
    alter table contracts enable trigger contracts_touch; update analyses set results = null, config_id = null;
    update chat_sessions set metadata = '{}'; update chat_messages set content = 'spoiled';
    update legacy_records set extra = '{}', raw = null`)
}

async function restore(jobId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local timezone = 'America/St_Johns'`.execute(trx)
    await sql`set local datestyle = 'German'`.execute(trx)
    for (const kind of recordKinds) await restoreRecords(trx, { jobId, kind, ids: [id], columns: tables })
  })
}

test('the undo log restores every column of every table exactly', async () => {
  const jobId = await insertJob()
  await insertRecords(jobId)
  const before = await readRows()
  for (const kind of recordKinds) await stage(kind, 'update', 7)
  await db.transaction().execute(async (trx) => {
    await sql`set local timezone = 'Asia/Kathmandu'`.execute(trx)
    await sql`set local bytea_output = 'escape'`.execute(trx)
    await sql`set local extra_float_digits = 0`.execute(trx)
    for (const kind of recordKinds) await insertUndo(trx, jobId, { kind, ...range }, tables)
  })
  await spoilRecords()
  expect(await readRows()).not.toEqual(before)
  await restore(jobId)
  expect(await readRows()).toEqual(before)
})

test('only the records that the batch updates are saved', async () => {
  const jobId = await insertJob()
  await insertRecords(jobId)
  await stage('users', 'update', 6)
  await stage('contracts', 'none', 7)
  await stage('analyses', 'insert', 7)
  for (const kind of recordKinds) await insertUndo(db, jobId, { kind, ...range }, tables)
  const { rows } = await pool.query('select kind from import_undo')
  expect(rows).toEqual([])
})

test('for a placeholder owner, the undo log says that no user existed', async () => {
  const jobId = await insertJob()
  await pool.query(`
    insert into staging.users
    select (jsonb_populate_record(null::staging.users, to_jsonb(u) || to_jsonb(s))).*
    from (values ('${id}'::uuid, 7), ('${other}', 7)) as s (id, batch),
      (select 'x' as email, '' as password, '' as name, 'user' as role, 'free' as tier, 'k' as api_key,
        false as is_active, false as email_verified, 0 as analysis_count, 0 as monthly_analysis_count,
        now() as monthly_reset_date, now() as created_at, now() as updated_at) as u`)
  await stage('users', 'insert', 7)
  await insertUndo(db, jobId, { kind: 'contracts', ...range }, tables)
  const { rows } = await pool.query('select kind, id, rows, legacy_record as legacy from import_undo')
  expect(rows).toEqual([{ kind: 'users', id: other, rows: null, legacy: null }])
})

test('a JSON column that is NULL is omitted, and a JSON null is kept', async () => {
  const jobId = await insertJob()
  await insertRecords(jobId)
  for (const kind of ['analyses', 'chat_sessions'] as const) {
    await stage(kind, 'update', 7)
    await insertUndo(db, jobId, { kind, ...range }, tables)
  }
  const { rows } = await pool.query(`
    select rows->kind->0 ? 'metadata' as "isKept", rows->kind->0->'metadata' as metadata
    from import_undo order by kind`)
  expect(rows).toEqual([
    { isKept: false, metadata: null },
    { isKept: true, metadata: null },
  ])
})
