import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertSession, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api

const textIndexes = [
  ...['contracts_by_text', 'chat_sessions_by_text', 'chat_messages_by_text', 'analyses_by_text'],
  ...['interpretations_by_text', 'analyses_by_interpretation'],
]
const identityIndexes = ['contracts_by_identity', 'chat_sessions_by_identity', 'analyses_by_identity']

test('search uses the indexes of texts and addresses', async () => {
  const owner = await insertUser(db)
  const session = await insertSession(db, { user_id: owner.id })
  await sql`
    insert into contracts (user_id, name, target_address, target_chain)
    select ${owner.id}::uuid, md5(n::text), md5('a' || n), 'ethereum' from generate_series(1, 10000) n`.execute(
    db,
  )
  await sql`
    insert into chat_sessions (user_id, title)
    select ${owner.id}::uuid, md5('t' || n) from generate_series(1, 3000) n`.execute(db)
  await sql`
    insert into chat_messages (session_id, user_id, role, content)
    select ${session.id}::uuid, ${owner.id}::uuid, 'user', md5('m' || n) from generate_series(1, 3000) n`.execute(
    db,
  )
  await sql`
    insert into analyses (user_id, analysis_type, error_message)
    select ${owner.id}::uuid, 'single', md5('e' || n) from generate_series(1, 3000) n`.execute(db)
  await sql`
    insert into analysis_interpretations (analysis_id, user_id, version, model, content)
    select id, user_id, 1, 'model', to_jsonb(md5('i' || id::text)) from analyses`.execute(db)
  await sql`analyze contracts, chat_sessions, chat_messages, analyses, analysis_interpretations`.execute(db)
  const statements = await api.statementsOf(() =>
    api.ask('{ search(query: "needle") { edges { cursor } } }', {}, owner),
  )

  const plan = await explain(statements.find((text) => text.includes('message_ids')) ?? '')
  const planOfTerms = await explain(statements.find((text) => text.includes('spellings')) ?? '')

  for (const index of textIndexes) expect(plan).toContain(index)
  for (const index of identityIndexes) expect(planOfTerms).toContain(index)
})

/** The generic plan of the statement. */
async function explain(statement: string): Promise<string> {
  const count = Math.max(...[...statement.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))
  return db.connection().execute(async (connection) => {
    await sql`set enable_seqscan = off`.execute(connection)
    await sql`set plan_cache_mode = force_generic_plan`.execute(connection)
    await sql`prepare search as ${sql.raw(statement)}`.execute(connection)
    const nulls = sql.raw(Array(count).fill('null').join())
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain execute search(${nulls})`.execute(connection)
    await sql`deallocate search`.execute(connection)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
}
