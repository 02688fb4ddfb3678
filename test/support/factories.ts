import { hash, randomBytes, randomUUID } from 'node:crypto'
import { type Insertable, sql } from 'kysely'
import { createApiKey, digestApiKey } from '../../src/auth/api-keys.ts'
import { createShareToken, digestShareToken } from '../../src/contracts/share-link.rules.ts'
import type { Database } from '../../src/database/connection.ts'
import type { DB } from '../../src/generated/database.ts'

/*
 * Rows in the real tables. A test passes only the columns that matter to it.
 * JSON columns take JSON text, so that a test controls every digit.
 */

type Row<Table extends keyof DB> = Partial<Insertable<DB[Table]>>
type OwnedRow<Table extends keyof DB> = Row<Table> & { readonly user_id: string }

export interface Account {
  readonly id: string
  readonly email: string
  readonly apiKey: string
}

/** An owned row. */
export interface Owned {
  readonly id: string
  readonly user_id: string
}

/** A user with an API key and, unless a hash is given, no valid password. */
export async function insertUser(db: Database, values: Row<'users'> = {}): Promise<Account> {
  const id = values.id ?? randomUUID()
  const email = values.email ?? `${randomBytes(6).toString('hex')}@example.com`
  const apiKey = createApiKey()
  const defaults = { name: 'Somebody', password: '!', api_key: digestApiKey(apiKey) }
  await db
    .insertInto('users')
    .values({ ...defaults, ...values, id, email })
    .execute()
  return { id, email, apiKey }
}

export async function insertOnboarding(db: Database, values: OwnedRow<'user_onboarding'>): Promise<void> {
  await db.insertInto('user_onboarding').values(values).execute()
}

export async function insertPreferences(db: Database, values: OwnedRow<'user_preferences'>): Promise<void> {
  await db.insertInto('user_preferences').values(values).execute()
}

export async function insertContract(db: Database, values: OwnedRow<'contracts'>): Promise<Owned> {
  const id = values.id ?? randomUUID()
  const defaults = { name: 'Token', target_address: '0x1111', target_chain: 'ethereum' }
  await db
    .insertInto('contracts')
    .values({ ...defaults, ...values, id })
    .execute()
  return { id, user_id: values.user_id }
}

export async function insertCompetitor(
  db: Database,
  contract: Owned,
  values: Row<'contract_competitors'> = {},
): Promise<string> {
  const id = values.id ?? randomUUID()
  const defaults = { address: '0x2222', chain: 'lisk', ...childOf(contract) }
  await db
    .insertInto('contract_competitors')
    .values({ ...defaults, ...values, id })
    .execute()
  return id
}

/** A link that shares every part of the contract for an hour. */
export async function insertShareLink(
  db: Database,
  contract: Owned,
  values: Row<'contract_share_links'> = {},
): Promise<{ readonly id: string; readonly token: string }> {
  const id = values.id ?? randomUUID()
  const token = createShareToken()
  const defaults = {
    scopes: ['contract', 'latest_analysis', 'results'],
    token_digest: digestShareToken(token),
    expires_at: new Date(Date.now() + 3_600_000),
  }
  await db
    .insertInto('contract_share_links')
    .values({ ...defaults, ...childOf(contract), ...values, id })
    .execute()
  return { id, token }
}

export async function insertRpcConfig(
  db: Database,
  contract: Owned,
  values: Row<'contract_rpc_config'> = {},
): Promise<void> {
  const row = { chain: 'ethereum', ...childOf(contract), ...values }
  await db.insertInto('contract_rpc_config').values(row).execute()
}

export async function insertAnalysisParams(
  db: Database,
  contract: Owned,
  values: Row<'contract_analysis_params'> = {},
): Promise<void> {
  const row = { ...childOf(contract), ...values }
  await db.insertInto('contract_analysis_params').values(row).execute()
}

export async function insertAnalysis(db: Database, values: OwnedRow<'analyses'>): Promise<Owned> {
  const id = values.id ?? randomUUID()
  await db
    .insertInto('analyses')
    .values({ analysis_type: 'single', ...values, id })
    .execute()
  return { id, user_id: values.user_id }
}

/** Saves a version for each of the contents. */
export async function insertInterpretation(
  db: Database,
  analysis: { readonly id: string; readonly user_id: string },
  contents: readonly unknown[],
): Promise<void> {
  await db
    .insertInto('analysis_interpretations')
    .values(
      contents.map((content, place) => ({
        ...{ analysis_id: analysis.id, user_id: analysis.user_id, version: place + 1 },
        ...{ model: 'model-1', content: JSON.stringify(content) },
      })),
    )
    .execute()
}

export async function insertSession(db: Database, values: OwnedRow<'chat_sessions'>): Promise<Owned> {
  const id = values.id ?? randomUUID()
  await db
    .insertInto('chat_sessions')
    .values({ ...values, id })
    .execute()
  return { id, user_id: values.user_id }
}

export async function insertMessage(
  db: Database,
  session: Owned,
  values: Row<'chat_messages'> = {},
): Promise<string> {
  const id = values.id ?? randomUUID()
  const defaults = { role: 'user', content: 'Hello' } as const
  const parent = { session_id: session.id, user_id: session.user_id }
  await db
    .insertInto('chat_messages')
    .values({ ...defaults, ...parent, ...values, id })
    .execute()
  return id
}

/** A former version of a message. */
export async function insertRevision(
  db: Database,
  session: Owned,
  message_id: string,
  values: Row<'chat_message_revisions'> = {},
): Promise<void> {
  const defaults = {
    role: 'user',
    content: 'Helo',
    metadata: '{}',
    created_at: new Date(),
    is_deletion: false,
  }
  const parent = { message_id, session_id: session.id, user_id: session.user_id }
  await db
    .insertInto('chat_message_revisions')
    .values({ ...defaults, ...parent, ...values })
    .execute()
}

/** A job of the importer in any phase. */
export async function insertImportJob(
  db: Database,
  values: Row<'import_jobs'> = {},
  progress: Omit<Row<'import_progress'>, 'job_id'> = {},
): Promise<string> {
  const id = values.id ?? randomUUID()
  await db
    .insertInto('import_jobs')
    .values({ directory: 'legacy', ...values, id })
    .execute()
  await db
    .insertInto('import_progress')
    .values({ ...progress, job_id: id })
    .execute()
  return id
}

/** A document of its own import; its content is an empty object. */
export async function insertDocument(
  db: Database,
  values: Omit<Row<'legacy_documents'>, 'job_id' | 'path'> & { readonly path: string },
): Promise<void> {
  const job_id = await insertImportJob(db, { phase: 'completed' })
  const content = Buffer.from('{}')
  const sha256 = hash('sha256', content, 'buffer')
  await db
    .insertInto('legacy_documents')
    .values({ content, bytes: content.length, sha256, is_json: true, ...values, job_id })
    .execute()
}

/** Writes as the importer's publishing transaction does: what legacy records hold has other limits. */
export async function writeAsImport(db: Database, write: (trx: Database) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select set_config('metagauge.is_import', 'on', true)`.execute(trx)
    await write(trx)
  })
}

function childOf({ id, user_id }: Owned): { contract_id: string; user_id: string } {
  return { contract_id: id, user_id }
}

interface RowCounts {
  readonly contracts: number
  /** Per contract. */
  readonly analyses: number
  readonly competitors: number
  readonly sessions: number
  /** Per session. */
  readonly messages: number
}

/**
 * Inserts rows of every kind for a user. Every text and JSON column contains `mark`, so that rows in the response to
 * another user can be recognized. Times and addresses are the same for every owner.
 */
export async function insertRowsOf(
  db: Database,
  { id: user_id, mark }: { readonly id: string; readonly mark: string },
  counts: RowCounts,
): Promise<void> {
  const json = JSON.stringify({ mark })
  await insertDocument(db, { user_id, path: `${mark}-${randomUUID()}`, content: Buffer.from(json) })
  for (let number = 0; number < counts.contracts; number++) {
    await insertContractOf(db, { user_id, mark, created_at: momentOf(number) }, counts)
  }
  for (let number = 0; number < counts.sessions; number++) {
    const created_at = momentOf(number)
    const texts = { title: mark, contract_name: mark, metadata: json }
    const session = await insertSession(db, { user_id, ...texts, created_at, contract_address: '0x1111' })
    for (let place = 0; place < counts.messages; place++) {
      const values = { content: mark, components: `[${json}]`, metadata: json, model: mark }
      const message = await insertMessage(db, session, { ...values, created_at: momentOf(place) })
      await insertRevision(db, session, message, { content: mark, components: `[${json}]` })
    }
  }
}

/** A user's settings, and their onboarding that names the analysis as its last. */
export async function insertProfileOf(
  db: Database,
  { id: user_id, mark }: { readonly id: string; readonly mark: string },
  lastAnalysisId: string,
): Promise<void> {
  await insertPreferences(db, { user_id, custom_settings: JSON.stringify({ mark }) })
  const texts = { website: mark, twitter: mark, logo: mark, contract_abi: mark, current_step: mark }
  await insertOnboarding(db, { user_id, ...texts, last_analysis_id: lastAnalysisId })
}

async function insertContractOf(
  db: Database,
  { user_id, mark, created_at }: { user_id: string; mark: string; created_at: Date },
  counts: RowCounts,
): Promise<void> {
  const json = JSON.stringify({ mark })
  const texts = { name: mark, description: mark, target_name: mark, target_abi: mark, tags: [mark] }
  const contract = await insertContract(db, { user_id, ...texts, created_at })
  await insertRpcConfig(db, contract, { rpc_urls: [`https://example.com/${mark}`] })
  await insertAnalysisParams(db, contract, { custom_params: json, output_formats: ['json', mark] })
  for (let place = 0; place < counts.competitors; place++) {
    await insertCompetitor(db, contract, {
      name: mark,
      group_name: mark,
      abi: mark,
      created_at: momentOf(place),
    })
  }
  for (let place = 0; place < counts.analyses; place++) {
    const values = { results: json, metadata: json, error_message: mark, logs: `[{"message":"${mark}"}]` }
    await insertAnalysis(db, { user_id, config_id: contract.id, ...values, created_at: momentOf(place) })
  }
}

function momentOf(number: number): Date {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, number))
}
