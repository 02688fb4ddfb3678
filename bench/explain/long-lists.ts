import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { createTokens } from '../../src/auth/tokens.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { withClient } from '../../src/database/session/client.ts'
import { countUsers } from '../datasets/api/load-dataset.ts'
import type { ListQuery, ListSubjects } from '../lists/list-forms.ts'
import { runStatement } from '../processes/postgres-server.ts'

/** A copy of the dataset in which some lists are long. */
export interface LongLists {
  readonly database: ExternalDatabase
  readonly subjects: ListSubjects
  drop(): Promise<void>
}

/** The largest page size. */
const pageSize = 100
const settings = ['random_page_cost = 1.1', 'jit = off']

/** Copies the dataset, because measurements must not see the added rows. */
export async function createLongLists(
  admin: ExternalDatabase,
  data: ExternalDatabase,
  scale: number,
): Promise<LongLists> {
  const name = `${data.database}_explained`
  const drop = () => runStatement(admin, `drop database if exists ${name} with (force)`)
  await drop()
  await runStatement(admin, `create database ${name} template ${data.database} strategy file_copy`)
  // The embedded server's settings: the defaults give plans for spinning disks.
  for (const setting of settings) await runStatement(admin, `alter database ${name} set ${setting}`)
  const database = { ...admin, database: name }
  const subjects = await withClient(database, async (client) => {
    await client.query("set metagauge.is_import = 'on'")
    await client.query("select set_config('bench.users', $1, false)", [String(countUsers(scale))])
    await client.query(readFileSync(join(import.meta.dirname, 'long-lists.sql'), 'utf8'))
    await client.query('vacuum (analyze)')
    return readSubjects(client)
  })
  return { database, subjects, drop }
}

/** Tokens of the user with the long lists and of an administrator. */
export async function createSenders(
  database: ExternalDatabase,
  jwtSecret: string,
): Promise<Readonly<Record<ListQuery['sender'], string>>> {
  const { rows } = await withClient(database, (client) =>
    client.query<{ owner: string; admin: string }>(
      "select md5('user-0')::uuid as owner, md5('admin')::uuid as admin",
    ),
  )
  const tokens = createTokens(jwtSecret)
  const sign = async (userId = '') => (await tokens.sign({ userId, version: 0 })).token
  return { owner: await sign(rows[0]?.owner), admin: await sign(rows[0]?.admin) }
}

async function readSubjects(client: pg.Client): Promise<ListSubjects> {
  const { rows } = await client.query<Omit<ListSubjects, 'times' | 'pageSize'>>(`
    select contracts.id as "contractId", target_address as "contractAddress", chat_sessions.id as "sessionId",
      chat_sessions.contract_address as "sessionAddress", md5('job-1')::uuid as "importJobId",
      analyses.id as "analysisId", analyses.contract_address as "analysisAddress",
      (select id from chat_messages where session_id = chat_sessions.id order by created_at limit 1) as "messageId"
    from contracts, chat_sessions, analyses
    where contracts.id = md5('contract-0-1')::uuid and chat_sessions.id = md5('session-0-1')::uuid
      and analyses.user_id = contracts.user_id and analyses.contract_address is not null
    order by analyses.created_at limit 1`)
  const [subjects] = rows
  if (subjects === undefined)
    throw new Error('The dataset has no user with contracts, sessions and analyses.')
  // Every table has rows of this period.
  return { ...subjects, pageSize, times: { from: '2023-04-01T00:00:00Z', to: '2024-05-01T00:00:00Z' } }
}
