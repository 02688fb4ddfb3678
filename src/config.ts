import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { environment, type logLevels } from './environment.ts'
import { OperatorError } from './errors.ts'

/** Where the external database is and how to reach it; undefined means the embedded one. */
export interface ExternalDatabase {
  readonly connectionString?: string
  readonly host?: string
  readonly port?: number
  readonly database?: string
  readonly user?: string
  readonly password?: string
  /** false: no TLS; true: TLS with the certificate verified; 'no-verify': TLS, any certificate. */
  readonly tls: boolean | 'no-verify' | 'from-url'
  /**
   * How sessions get their settings: in the startup packet, which is the default, or, behind a pooler that refuses that,
   * from ALTER ROLE. Determined when the database is opened.
   */
  readonly sessionSetup?: 'startup' | 'role'
}

/** How mail is sent; without a server for it, it is written to the log, or there is none. */
export type MailSettings = { readonly smtpUrl: string; readonly from: string } | 'log' | 'none'

export interface Config {
  readonly host: string
  readonly port: number
  /** Whether other servers may listen on the same port, and the system shares the connections out. */
  readonly reusePort: boolean
  /** Sites whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Proxies whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[]
  /** Undefined only with the embedded database, which generates one and keeps it. */
  readonly jwtSecret: string | undefined
  /** The database as requests connect to it. */
  readonly externalDatabase: ExternalDatabase | undefined
  /** The same database with the owner's role: for migrations, commands and jobs. */
  readonly ownerDatabase: ExternalDatabase | undefined
  readonly maxConnections: number
  /** How much one request may read from the database, and the maximum length of its response. */
  readonly maxAnswerBytes: number
  /** How much all requests in progress may hold together. */
  readonly maxTotalBytes: number
  readonly migrateOnStart: boolean
  /** Absolute: where the embedded database and its secrets live. */
  readonly dataDirectory: string
  /** Absolute: the only directory that an import may read. */
  readonly legacyDataDirectory: string
  /** Absolute: the only directory below which an export that the API starts may write. */
  readonly legacyExportDirectory: string
  readonly logLevel: (typeof logLevels)[number]
  readonly mail: MailSettings
  /** Whether clients may ask for the schema, and errors name what is in it. */
  readonly introspection: boolean
  /** Absolute path of the manifest of trusted documents; undefined if any document is executed. */
  readonly trustedDocumentsFile: string | undefined
}

const mebibyte = 2 ** 20
/** Values that a message must not repeat. */
const secretVariables = new Set([
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'POSTGRES_PASSWORD',
  'JWT_SECRET',
  'SMTP_URL',
])
const connectionVariables = [
  'POSTGRES_HOST',
  'POSTGRES_PORT',
  'POSTGRES_DB',
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'POSTGRES_SSL',
] as const

/**
 * Reads and checks all settings at once; the only reader of the environment. A `.env` file in the working
 * directory fills in what the environment does not set.
 * @throws OperatorError that lists every mistake, each with the variable's name and what it must be.
 */
export function readConfig(variables: NodeJS.ProcessEnv = loadEnvironment()): Config {
  const given = withoutEmpty(variables)
  const parsed = environment.safeParse(given)
  const mistakes = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describeIssue(issue, given))),
    ...contradictions(given),
  ]
  if (!parsed.success || mistakes.length > 0) {
    throw new OperatorError(
      `The settings have ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    )
  }
  return Object.freeze(toConfig(parsed.data, isExternal(given)))
}

function loadEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** `PORT=` in a compose file means "not set". */
function withoutEmpty(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
}

function describeIssue(issue: z.core.$ZodIssue, given: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0])
  const got = secretVariables.has(name) ? '' : ` (it is "${given[name]}")`
  return `${name} ${issue.message.replace(/^Invalid/, 'is invalid')}${got}`
}

function isExternal(given: NodeJS.ProcessEnv): boolean {
  return given.DATABASE_URL !== undefined || connectionVariables.some((name) => given[name] !== undefined)
}

function contradictions(given: NodeJS.ProcessEnv): string[] {
  const lines: string[] = []
  const both = connectionVariables.filter((name) => given[name] !== undefined)
  if (given.DATABASE_URL !== undefined && both.length > 0) {
    lines.push(`DATABASE_URL and ${both.join(', ')} are both set: keep one way to name the database`)
  }
  if (given.DATABASE_OWNER_URL !== undefined && !isExternal(given)) {
    lines.push(
      'DATABASE_OWNER_URL requires DATABASE_URL: the same database with the role that serves requests',
    )
  }
  if (isExternal(given) && given.JWT_SECRET === undefined) {
    lines.push('JWT_SECRET must be set when the database is your own: openssl rand -base64 48 makes one')
  }
  if (given.REUSE_PORT !== undefined && !isExternal(given)) {
    lines.push('REUSE_PORT needs a database of your own: on the embedded one runs one server')
  }
  if (Number(given.ANSWER_MAX_MEGABYTES ?? 32) > Number(given.ANSWERS_IN_PROGRESS_MAX_MEGABYTES ?? 128)) {
    lines.push('ANSWERS_IN_PROGRESS_MAX_MEGABYTES must be at least ANSWER_MAX_MEGABYTES')
  }
  if (given.SMTP_URL !== undefined && given.MAIL_FROM === undefined) {
    lines.push('MAIL_FROM must be set beside SMTP_URL: Metagauge <no-reply@example.com>')
  }
  return lines
}

function toConfig(values: z.output<typeof environment>, external: boolean): Config {
  return {
    host: values.HOST,
    port: values.PORT,
    reusePort: values.REUSE_PORT,
    corsOrigins: values.CORS_ORIGINS ?? [],
    trustedProxies: values.TRUST_PROXY ?? [],
    jwtSecret: values.JWT_SECRET,
    externalDatabase: external ? toExternalDatabase(values) : undefined,
    ownerDatabase: external ? toOwnerDatabase(values) : undefined,
    maxConnections: values.POSTGRES_MAX_CONNECTIONS,
    maxAnswerBytes: values.ANSWER_MAX_MEGABYTES * mebibyte,
    maxTotalBytes: values.ANSWERS_IN_PROGRESS_MAX_MEGABYTES * mebibyte,
    migrateOnStart: values.MIGRATE_ON_START ?? !external,
    dataDirectory: resolve(values.DATA_DIR),
    legacyDataDirectory: resolve(values.LEGACY_DATA_DIR),
    legacyExportDirectory: resolve(values.LEGACY_EXPORT_DIR ?? join(values.DATA_DIR, 'exports')),
    logLevel: values.LOG_LEVEL,
    mail: toMailSettings(values),
    introspection: values.GRAPHQL_INTROSPECTION ?? values.NODE_ENV !== 'production',
    trustedDocumentsFile:
      values.TRUSTED_DOCUMENTS === undefined ? undefined : resolve(values.TRUSTED_DOCUMENTS),
  }
}

/** One role may be both. */
function toOwnerDatabase(values: z.output<typeof environment>): ExternalDatabase {
  if (values.DATABASE_OWNER_URL === undefined) return toExternalDatabase(values)
  return { connectionString: values.DATABASE_OWNER_URL, tls: 'from-url' }
}

function toMailSettings(values: z.output<typeof environment>): MailSettings {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, NODE_ENV: mode } = values
  if (smtpUrl !== undefined && from !== undefined) return { smtpUrl, from }
  return mode === 'production' ? 'none' : 'log'
}

function toExternalDatabase(values: z.output<typeof environment>): ExternalDatabase {
  if (values.DATABASE_URL !== undefined) return { connectionString: values.DATABASE_URL, tls: 'from-url' }
  return {
    host: values.POSTGRES_HOST ?? 'localhost',
    port: values.POSTGRES_PORT,
    database: values.POSTGRES_DB,
    user: values.POSTGRES_USER,
    ...(values.POSTGRES_PASSWORD === undefined ? {} : { password: values.POSTGRES_PASSWORD }),
    tls: values.POSTGRES_SSL === 'no-verify' ? 'no-verify' : values.POSTGRES_SSL === 'true',
  }
}
