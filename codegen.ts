import { readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers'
import { buildSchema, type GraphQLSchema, isEnumType, parse } from 'graphql'
import { generate, getDialect, RawExpressionNode } from 'kysely-codegen'
import { createConnection } from './src/database/connection.ts'
import { startTemporaryPostgres } from './src/database/embedded/temporary-postgres.ts'
import { migrateToLatest } from './src/database/migrate.ts'
import { errorCodes } from './src/errors.ts'

/*
 * Generates the table of error codes in docs/api.md, and src/generated: the types of tables from a temporary database with
 * all migrations, and the types of resolvers from schema.graphql. All are committed; CI fails if this changes them.
 */

/** Columns whose CHECK lists all values. */
const closedColumns = {
  'users.role': `'user' | 'worker' | 'admin'`,
  'users.tier': `'free' | 'starter' | 'pro' | 'enterprise'`,
  'analyses.analysis_type': `'single' | 'quick_scan' | 'quick_index' | 'competitive' | 'comparative'`,
  'analyses.status': `'pending' | 'running' | 'completed' | 'failed' | 'cancelled'`,
  'chat_messages.role': `'user' | 'assistant' | 'system'`,
  'account_codes.purpose': `'password_reset' | 'email_verification'`,
  'tier_quotas.tier': `'free' | 'starter' | 'pro' | 'enterprise'`,
  'import_jobs.layout': `'auto' | 'era1' | 'era2'`,
  'import_jobs.on_conflict': `'skip' | 'update_if_newer'`,
  'import_jobs.orphans': `'quarantine' | 'placeholder_owner'`,
  'import_jobs.on_email_taken': `'reject' | 'rename'`,
  'import_jobs.operation': `'import' | 'retry' | 'verify' | 'revert' | 'export' | 'switch_over' | 'take_over'`,
  'import_jobs.source': `'directory' | 'upload' | 'rejects' | 'tables'`,
  'import_jobs.on_damage': `'salvage' | 'fail'`,
  'import_jobs.phase': `'queued' | 'reading' | 'publishing' | 'verifying' | 'completed' | 'failed' | 'cancelled'`,
  'import_rejects.kind': `'users' | 'contracts' | 'analyses' | 'chat_sessions' | 'chat_messages'`,
  'import_files.kind': `'users' | 'contracts' | 'analyses' | 'chat_sessions' | 'chat_messages'`,
  'import_undo.kind': `'users' | 'contracts' | 'analyses' | 'chat_sessions' | 'chat_messages'`,
  'legacy_records.kind': `'users' | 'contracts' | 'analyses' | 'chat_sessions' | 'chat_messages'`,
} as const

/** Columns of `closedColumns` with a default, which an insert may omit. */
const columnsWithDefault = new Set([
  'users.role',
  'users.tier',
  'analyses.status',
  'import_jobs.layout',
  'import_jobs.on_conflict',
  'import_jobs.orphans',
  'import_jobs.on_email_taken',
  'import_jobs.phase',
  'import_jobs.operation',
  'import_jobs.source',
  'import_jobs.on_damage',
])

/** Parents of resolvers, where they differ from the GraphQL types. */
const mappers = {
  User: '../users/user.store.ts#UserRow',
  UserOnboarding: '../onboarding/onboarding.store.ts#OnboardingRow',
  UserPreferences: '../users/preferences.store.ts#PreferencesRow',
  UserConnection: '../users/user.store.ts#UserPage',
  RegisterPayload: '../auth/account.resolvers.ts#Registered',
  LoginPayload: '../auth/account.resolvers.ts#LoggedIn',
  ChangePasswordPayload: '../auth/account.resolvers.ts#LoggedIn',
  ResetPasswordPayload: '../auth/account.resolvers.ts#LoggedIn',
  Contract: '../contracts/contract.store.ts#ContractRow',
  ContractConnection: '../contracts/contract.store.ts#ContractPage',
  ContractWarning: '../contracts/contract.rules.ts#InputWarning',
  ContractCompetitor: '../contracts/competitor.store.ts#CompetitorRow',
  ContractRpcConfig: '../contracts/rpc-config.store.ts#RpcConfigRow',
  ContractAnalysisParams: '../contracts/analysis-params.store.ts#AnalysisParamsRow',
  ShareLink: '../contracts/share-link.store.ts#ShareLinkRow',
  SharedContract: '../contracts/share-link.store.ts#SharedContractRow',
  SharedAnalysis: '../analyses/analysis.store.ts#AnalysisRow',
  Analysis: '../analyses/analysis.store.ts#AnalysisRow',
  AnalysisConnection: '../analyses/analysis.store.ts#AnalysisPage',
  AnalysisInterpretation: '../analyses/interpretation.store.ts#InterpretationRow',
  AnalysisLog: '../analyses/analysis.store.ts#AnalysisLogEntry',
  StartAnalysisPayload: '../analyses/analysis.store.ts#StartedAnalysis',
  AnalysisLease: '../analyses/lease.store.ts#LeaseRow',
  AnalysisStats: '../analyses/analysis-stats.store.ts#StatsRequest',
  Dashboard: '../dashboard/dashboard.resolvers.ts#DashboardOwner',
  Activity: '../activity/activity.store.ts#ActivityRow',
  ActivityConnection: '../activity/activity.store.ts#ActivityPage',
  ChatSession: '../chat/session.store.ts#SessionRow',
  DeleteChatSessionPayload: '../chat/chat.resolvers.ts#DeletedSession',
  DeleteChatSessionsPayload: '../chat/chat.resolvers.ts#DeletedSessions',
  ChatSessionConnection: '../chat/session.store.ts#SessionPage',
  ChatMessage: '../chat/message.store.ts#MessageRow',
  ChatMessageConnection: '../chat/message.store.ts#MessagePage',
  ChatComponent: '../chat/component.rules.ts#Component',
  ChatMessageRevision: '../chat/revision.store.ts#RevisionRow',
  ChatMessageRevisionConnection: '../chat/revision.store.ts#RevisionPage',
  SearchResult: '../search/search.store.ts#FoundRow',
  SearchConnection: '../search/search.store.ts#SearchPage',
  ImportJob: '../import/job.store.ts#ImportJobRow',
  ImportJobConnection: '../import/job.store.ts#ImportJobPage',
  LegacyDocument: '../import/document.store.ts#DocumentRow',
  LegacyDocumentConnection: '../import/document.store.ts#DocumentPage',
  ImportFile: '../import/file.store.ts#ImportFileRow',
  ImportFileConnection: '../import/file.store.ts#ImportFilePage',
  ImportReject: '../import/reject.store.ts#ImportRejectRow',
  ImportRejectConnection: '../import/reject.store.ts#ImportRejectPage',
  ImportRejectCount: '../import/reject.store.ts#RejectCountRow',
  Node: '../graphql/node.resolvers.ts#NodeRow',
}

await writeErrorTable('docs/api.md')
await writeTableTypes('src/generated/database.ts')
await writeResolverTypes('src/generated/graphql.ts')

/** Replaces the table between the marks of the document. */
async function writeErrorTable(file: string): Promise<void> {
  const rows = Object.entries(errorCodes).map(
    ([code, { status, cause }]) => `| ${code} | ${status} | ${cause} |`,
  )
  const table = ['| code | HTTP | cause and fix |', '|---|---|---|', ...rows].join('\n')
  const text = await readFile(file, 'utf8')
  const marks = /(<!-- errors -->\n)[\s\S]*(<!-- \/errors -->)/
  if (!marks.test(text)) throw new Error(`${file} lacks the marks <!-- errors --> and <!-- /errors -->`)
  await writeFile(
    file,
    text.replace(marks, (_all, begin, end) => `${begin}\n${table}\n\n${end}`),
  )
}

async function writeTableTypes(outFile: string): Promise<void> {
  const server = await startTemporaryPostgres()
  const { db, close } = createConnection({
    database: server.database,
    maxConnections: 2,
    applicationName: 'metagauge-generate',
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    await migrateToLatest(db)
    const columns = Object.fromEntries(
      Object.entries(closedColumns).flatMap(([column, union]) => [
        [column, new RawExpressionNode(columnsWithDefault.has(column) ? `Generated<${union}>` : union)],
        [`staging.${column}`, new RawExpressionNode(union)],
      ]),
    )
    const dialect = getDialect('postgres', { dateParser: 'string' })
    // Our parser of JSONB returns the text of a number that a double can't hold; the generator's own type does not
    // include that.
    const definitions = { Json: new RawExpressionNode(`import('../json/json-value.ts').JsonValue`) }
    Object.assign(dialect.adapter.definitions, definitions)
    await generate({
      db,
      dialect,
      excludePattern: 'kysely_*',
      defaultSchemas: ['public'],
      overrides: { columns },
      outFile,
    })
  } finally {
    await close()
    await server.stop()
  }
}

async function writeResolverTypes(outFile: string): Promise<void> {
  const text = readFileSync('schema.graphql', 'utf8')
  const enumValues = internalEnumValues(buildSchema(text))
  const content = await codegen({
    filename: outFile,
    schema: parse(text),
    documents: [],
    pluginMap: { typescript, typescriptResolvers },
    plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
    config: {
      contextType: '../graphql/context.ts#Context',
      mappers: { ...mappers, ...Object.fromEntries(Object.keys(enumValues).map((name) => [name, name])) },
      enumsAsTypes: true,
      enumValues,
      scalars: {
        ID: 'string',
        DateTime: 'Date',
        LocalDate: 'string',
        EmailAddress: 'string',
        JSON: 'unknown',
        BigInt: { input: 'bigint', output: 'string' },
        NonNegativeInt: 'number',
        Upload: '../import/upload-scalar.ts#Upload',
      },
      useTypeImports: true,
      immutableTypes: true,
      useIndexSignature: false,
      avoidOptionals: { field: true },
      defaultScalarType: 'unknown',
      maybeValue: 'T | null',
      resolversNonOptionalTypename: false,
    },
  })
  writeFileSync(outFile, content)
}

/** Inside the server, enum values are those of the database: the GraphQL names in lower case. */
function internalEnumValues(schema: GraphQLSchema): Record<string, Record<string, string>> {
  const enums = Object.values(schema.getTypeMap()).filter(isEnumType)
  return Object.fromEntries(
    enums
      .filter((type) => !type.name.startsWith('__'))
      .map((type) => [
        type.name,
        Object.fromEntries(type.getValues().map(({ name }) => [name, name.toLowerCase()])),
      ]),
  )
}
