import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OperatorError } from './errors.ts'
import { z } from './zod.ts'

/** How to connect to a database. */
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
   * How sessions get their settings: in the startup packet, which is the default, or, behind a pooler that rejects that, from
   * ALTER ROLE. Determined when the database is opened.
   */
  readonly sessionSetup?: 'startup' | 'role'
}

/** How mail is sent: by a server, or written to the log, or not at all. */
export type MailSettings = { readonly smtpUrl: string; readonly from: string } | 'log' | 'none'

export interface Config {
  readonly host: string
  readonly port: number
  /** Whether other servers can listen on the same port; the system distributes connections among them. */
  readonly reusePort: boolean
  /** Sites whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Proxies that are trusted to report a client's address. */
  readonly trustedProxies: readonly string[]
  /** Undefined only with the embedded database, for which one is generated. */
  readonly jwtSecret: string | undefined
  /** The database with the role for requests. Undefined for the embedded database. */
  readonly externalDatabase: ExternalDatabase | undefined
  /** The same database with the owner's role: for migrations, commands and jobs. */
  readonly ownerDatabase: ExternalDatabase | undefined
  readonly maxConnections: number
  /** How much one request may read from the database, and the maximum length of its response. */
  readonly maxAnswerBytes: number
  /** Bytes of a request in which a worker reports results. */
  readonly maxResultsBytes: number
  /** How much memory all requests in progress may hold together. */
  readonly maxTotalBytes: number
  readonly migrateOnStart: boolean
  /** Absolute path of the embedded database and its secrets. */
  readonly dataDirectory: string
  /** Absolute path of the only directory that an import may read. */
  readonly legacyDataDirectory: string
  /** Absolute path of the only directory below which an export started by the API may write. */
  readonly legacyExportDirectory: string
  readonly logLevel: (typeof logLevels)[number]
  readonly mail: MailSettings
  /** Whether clients may query the schema, and errors may name its fields and types. */
  readonly introspection: boolean
  /** Absolute path of the manifest of trusted documents; undefined if all documents are executed. */
  readonly trustedDocumentsFile: string | undefined
}

const mebibyte = 2 ** 20
/** Variables whose values must not occur in messages. */
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
 * Reads and checks all settings; nothing else reads the environment. A `.env` file in the working directory provides values
 * for variables that the environment does not set.
 * @throws OperatorError that lists all mistakes, each with the variable's name and the required form.
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
  if (!existsSync('.env')) return process.env
  checkEnvFile(readFileSync('.env', 'utf8'))
  process.loadEnvFile('.env')
  return process.env
}

/**
 * Outside quotes, `#` starts a comment, even within a word: the rest of a password would silently be missing.
 * @throws OperatorError that names the secret and the line.
 */
function checkEnvFile(text: string): void {
  for (const [index, line] of text.split('\n').entries()) {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?(\w+)\s*=\s*([^\s'"`].*)$/.exec(line) ?? []
    if (!secretVariables.has(name) || !/\S#/.test(value) || process.env[name] !== undefined) continue
    throw new OperatorError(
      `${name} in line ${index + 1} of .env contains "#", which starts a comment outside quotes, so the value would end there. ` +
        `Put it in quotes: ${name}="..."`,
    )
  }
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
    lines.push(`DATABASE_URL and ${both.join(', ')} are both set: keep only one of them`)
  }
  if (given.DATABASE_OWNER_URL !== undefined && !isExternal(given)) {
    lines.push(
      'DATABASE_OWNER_URL requires DATABASE_URL: the same database with the role that serves requests',
    )
  }
  if (isExternal(given) && given.JWT_SECRET === undefined) {
    lines.push('JWT_SECRET must be set for an external database: openssl rand -base64 48 generates one')
  }
  if (given.REUSE_PORT !== undefined && !isExternal(given)) {
    lines.push('REUSE_PORT requires an external database: only one server can use the embedded one')
  }
  lines.push(...contradictingSizes(given))
  if (given.SMTP_URL !== undefined && given.MAIL_FROM === undefined) {
    lines.push('MAIL_FROM must be set together with SMTP_URL: Metagauge <no-reply@example.com>')
  }
  return lines
}

function contradictingSizes(given: NodeJS.ProcessEnv): string[] {
  const answer = Number(given.ANSWER_MAX_MEGABYTES ?? 32)
  const lines: string[] = []
  if (answer > Number(given.ANSWERS_IN_PROGRESS_MAX_MEGABYTES ?? 128)) {
    lines.push('ANSWERS_IN_PROGRESS_MAX_MEGABYTES must be at least ANSWER_MAX_MEGABYTES')
  }
  // An operator who only lowers the other limit keeps a server that starts.
  if (Number(given.RESULTS_MAX_MEGABYTES ?? 1) > answer) {
    lines.push(
      'ANSWER_MAX_MEGABYTES must be at least RESULTS_MAX_MEGABYTES, so that results can be read back',
    )
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
    maxResultsBytes: values.RESULTS_MAX_MEGABYTES * mebibyte,
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

/** Without its own URL, the owner is the role for requests. */
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

const portError = 'must be a port, 0 to 65535'
const port = z.coerce.number(portError).int(portError).min(0, portError).max(65_535, portError)
const poolError = 'must be a number of connections, 2 to 1000'
const sizeError = 'must be a number of megabytes, 1 to 65536'
const resultsError = 'must be a number of megabytes, 1 to 64'
const megabytes = z.coerce.number(sizeError).int(sizeError).min(1, sizeError).max(65_536, sizeError)
const flag = oneOf(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')
/** From the most to the least detailed. */
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const minJwtSecretLength = 32
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()))
const origins = list.refine((items) => items.every(isOrigin), {
  error: 'must be a comma-separated list of origins without a trailing slash: https://app.example.com',
})
const proxy = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const proxies = list.refine((items) => items.every((item) => proxy.safeParse(item).success), {
  error: 'must be a comma-separated list of addresses or ranges: 192.0.2.7,10.0.0.0/8',
})

/** All settings, with their form, default and error message. */
export const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must look like postgresql://user:password@host:5432/database',
    })
    .optional(),
  DATABASE_OWNER_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must look like postgresql://owner:password@host:5432/database',
    })
    .optional(),
  POSTGRES_HOST: z.string().optional(),
  POSTGRES_PORT: port.min(1).default(5432),
  POSTGRES_DB: z.string().default('metagauge'),
  POSTGRES_USER: z.string().default('metagauge_user'),
  POSTGRES_PASSWORD: z.string().optional(),
  POSTGRES_SSL: oneOf(['true', 'false', 'no-verify']).default('false'),
  POSTGRES_MAX_CONNECTIONS: z.coerce
    .number(poolError)
    .int(poolError)
    .min(2, poolError)
    .max(1000, poolError)
    .default(20),
  ANSWER_MAX_MEGABYTES: megabytes.default(32),
  ANSWERS_IN_PROGRESS_MAX_MEGABYTES: megabytes.default(128),
  RESULTS_MAX_MEGABYTES: z.coerce
    .number(resultsError)
    .int(resultsError)
    .min(1, resultsError)
    .max(64, resultsError)
    .default(16),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  REUSE_PORT: flag.default(false),
  CORS_ORIGINS: origins.optional(),
  TRUST_PROXY: proxies.optional(),
  JWT_SECRET: z
    .string()
    .min(
      minJwtSecretLength,
      `must have at least ${minJwtSecretLength} characters: openssl rand -base64 48 generates one`,
    )
    .optional(),
  GRAPHQL_INTROSPECTION: flag.optional(),
  TRUSTED_DOCUMENTS: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  LEGACY_DATA_DIR: z.string().default('.'),
  LEGACY_EXPORT_DIR: z.string().optional(),
  MIGRATE_ON_START: flag.optional(),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must look like smtps://user:password@mail.example.com:465' })
    .optional(),
  MAIL_FROM: z
    .string()
    .includes('@', { error: 'must be an address: Metagauge <no-reply@example.com>' })
    .optional(),
})

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be one of ${words.join(', ')}`)
}

/** The Origin header is compared as text, so only a browser's spelling can match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
