import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createConnection } from '../../../src/database/connection.ts'
import { findLacking } from '../../../src/database/roles/serving-privileges.ts'
import { createTestDatabase } from '../../support/database.ts'
import { queryOnce } from '../../support/embedded-postgres.ts'
import { insertContract, insertImportJob, insertUser } from '../../support/factories.ts'
import { connectionTo } from '../../support/postgres.ts'

const insufficientPrivilege = '42501'
const { connection, database, serving, owner } = await createTestDatabase()
const { db, pool } = connection
const served = createConnection(connectionTo(serving))
afterAll(() => served.close())

/** The SQLSTATE with which the serving role's statement fails; undefined if it succeeds. */
async function stateOf(statement: string): Promise<string | undefined> {
  try {
    await served.pool.query(statement)
    return undefined
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code
    throw error
  }
}

let userId: string
beforeAll(async () => {
  userId = (await insertUser(db)).id
  await insertImportJob(db)
})

describe('the serving role must not', () => {
  test.each([
    // Tables, functions and other objects.
    'create table loot (text text)',
    'create table staging.loot (text text)',
    'create temporary table loot (text text)',
    'create temporary view loot as select 1',
    'select * into temporary loot from users',
    'create schema loot',
    'create sequence loot',
    'create type loot as enum ()',
    'create domain loot as text',
    `create function loot() returns integer language sql as 'select 1'`,
    `create function pg_temp.loot() returns integer language sql as 'select 1'`,
    'create extension pg_stat_statements',
    'create extension hstore',
    'create extension dblink',
    'create publication loot for all tables',
    'create event trigger loot on ddl_command_end execute function touch_updated_at()',
    'create database loot',
    'create role loot',
    `create tablespace loot location '/tmp'`,
    // Existing objects.
    'alter table users add column loot text',
    'alter table users disable trigger all',
    'alter table users owner to current_user',
    'drop table users',
    'drop function touch_updated_at()',
    'alter function touch_updated_at() security definer',
    `create or replace function touch_updated_at() returns trigger language plpgsql as 'begin return new; end'`,
    'create trigger loot before insert on users for each row execute function touch_updated_at()',
    'create index loot on users (name)',
    'create view loot as select * from users',
    'create policy loot on users',
    'create rule loot as on insert to users do nothing',
    'comment on table users is null',
    'truncate users cascade',
    'truncate analysis_leases',
    'do $$ begin lock table import_jobs in access exclusive mode; end $$',
    'cluster users using users_pkey',
    'reindex table users',
    'drop schema staging cascade',
    // Files and programs of the machine.
    `copy users to program 'cat'`,
    `copy users from program 'echo'`,
    `copy users to '/tmp/loot'`,
    `copy users from '/etc/passwd'`,
    `select pg_read_file('/etc/passwd')`,
    `select pg_read_binary_file('postgresql.conf')`,
    `select pg_ls_dir('.')`,
    `select pg_stat_file('postgresql.conf')`,
    `select lo_import('/etc/passwd')`,
    `select lo_export(1, '/tmp/loot')`,
    `load 'plpgsql_check'`,
    `do language plpgsql $$ begin perform pg_read_file('/etc/passwd'); end $$`,
    // The server and its roles.
    'select * from pg_authid',
    'select * from pg_shadow',
    'select * from pg_hba_file_rules',
    'select * from pg_file_settings',
    'select pg_reload_conf()',
    'select pg_rotate_logfile()',
    'select pg_switch_wal()',
    `alter system set work_mem = '1GB'`,
    `set session_replication_role = 'replica'`,
    `set log_statement = 'none'`,
    `alter role current_user superuser`,
    'alter role current_user createrole',
    `alter database ${database.database} set work_mem = '1GB'`,
    'checkpoint',
    // Tables that only import jobs write or read.
    'select * from staging.users',
    'select * from staging.uploads',
    'insert into staging.job (id) values (gen_random_uuid())',
    'truncate staging.records',
    'select * from import_undo',
    'insert into import_undo (job_id, kind, id) values (gen_random_uuid(), $$users$$, gen_random_uuid())',
    `update import_jobs set phase = 'completed'`,
    'delete from import_jobs',
    'insert into import_jobs (directory) values ($$loot$$)',
    'update import_progress set bytes_read = 0',
    'update import_rejects set raw = $$$$::bytea',
    'delete from import_files',
    'select extra from legacy_records',
    'select raw from legacy_records',
    `update legacy_records set extra = '{}'`,
    'delete from legacy_records',
    'update tier_quotas set monthly_analyses = 1000000',
    'insert into kysely_migration values ($$9999$$, $$$$)',
    'delete from kysely_migration_lock',
  ])('%s', async (statement) => {
    expect(await stateOf(statement)).toBe(insufficientPrivilege)
  })

  test.each(['owner', 'admin'])('become the %s', async (who) => {
    const name = who === 'owner' ? owner.user : inject('adminDatabase').user
    expect(await stateOf(`set role ${name}`)).toBe(insufficientPrivilege)
    expect(await stateOf(`set session authorization ${name}`)).toBe(insufficientPrivilege)
    expect(await stateOf(`grant ${name} to current_user`)).toBe(insufficientPrivilege)
  })

  test('end or cancel a session of the owner', async () => {
    const own = createConnection(connectionTo(owner))
    const { rows } = await own.pool.query('select pg_backend_pid() as pid')
    expect(await stateOf(`select pg_terminate_backend(${rows[0].pid})`)).toBe(insufficientPrivilege)
    expect(await stateOf(`select pg_cancel_backend(${rows[0].pid})`)).toBe(insufficientPrivilege)
    await own.close()
  })
})

test('it can’t grant privileges: PostgreSQL only warns', async () => {
  await served.pool.query('grant select on users to public')
  const granted = await queryOnce(
    database,
    `select bool_or(grantee = 0) as to_public from pg_class, aclexplode(relacl) where pg_class.oid = 'users'::regclass`,
  )
  expect(granted).toEqual({ to_public: false })
})

test('it has the required privileges on every table', async () => {
  expect(await findLacking(db, serving.user ?? '')).toEqual([])
  expect(await stateOf('select from kysely_migration')).toBeUndefined()
})

test('deleting a contract marks its legacy record, which the role can’t read in full', async () => {
  const contract = await insertContract(db, { user_id: userId })
  const { rows } = await pool.query('select id from import_jobs')
  await pool.query(
    `insert into legacy_records (kind, id, job_id, file, line, byte_offset, pointer, sha256)
      values ('contracts', $1, $2, 'contracts.json', 1, 0, '/0', sha256('x'))`,
    [contract.id, rows[0].id],
  )
  await served.pool.query('delete from contracts where id = $1', [contract.id])
  const noted = await queryOnce(database, 'select deleted_at is not null as is_noted from legacy_records')
  expect(noted).toEqual({ is_noted: true })
})

test('no function is SECURITY DEFINER, and no search path contains a schema that others can write to', async () => {
  const { rows: definers } = await pool.query(
    `select proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
      where prosecdef and nspname !~ '^pg_' and nspname <> 'information_schema'`,
  )
  expect(definers).toEqual([])
  const { rows: writable } = await pool.query(
    `select nspname from pg_namespace where nspname !~ '^pg_' and has_schema_privilege($1, oid, 'CREATE')`,
    [serving.user],
  )
  expect(writable).toEqual([])
})

test('the owner is not a superuser either', async () => {
  const role = await queryOnce(
    owner,
    'select rolsuper, rolcreaterole from pg_roles where rolname = current_user',
  )
  expect(role).toEqual({ rolsuper: false, rolcreaterole: false })
})
