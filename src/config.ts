import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { OperatorError } from './errors.ts'

const portError = 'must be a port, 0 to 65535'
const port = z.coerce.number(portError).int(portError).min(0, portError).max(65_535, portError)
const poolError = 'must be a number of connections, 2 to 1000'
const flag = oneOf(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const minJwtSecretLength = 32
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()))
const origins = list.refine((items) => items.every(isOrigin), {
  error: 'must list origins, with commas and no slash at the end: https://app.example.com',
})
const proxy = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const proxies = list.refine((items) => items.every((item) => proxy.safeParse(item).success), {
  error: 'must list addresses or ranges of them, with commas: 192.0.2.7,10.0.0.0/8',
})

const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must look like postgresql://user:password@host:5432/database',
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
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  CORS_ORIGINS: origins.optional(),
  TRUST_PROXY: proxies.optional(),
  JWT_SECRET: z
    .string()
    .min(
      minJwtSecretLength,
      `must have at least ${minJwtSecretLength} characters: openssl rand -base64 48 makes one`,
    )
    .optional(),
  DATA_DIR: z.string().default('.data'),
  LEGACY_DATA_DIR: z.string().default('.'),
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
}

/** How mail is sent; without a server for it, it is written to the log, or there is none. */
export type MailSettings = { readonly smtpUrl: string; readonly from: string } | 'log' | 'none'

export interface Config {
  readonly host: string
  readonly port: number
  /** Sites whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Proxies whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[]
  /** Undefined only with the embedded database, which generates one and keeps it. */
  readonly jwtSecret: string | undefined
  readonly externalDatabase: ExternalDatabase | undefined
  readonly maxConnections: number
  readonly migrateOnStart: boolean
  /** Absolute: where the embedded database and its secrets live. */
  readonly dataDirectory: string
  /** Absolute: the only directory that an import may read. */
  readonly legacyDataDirectory: string
  readonly logLevel: (typeof logLevels)[number]
  readonly mail: MailSettings
}

/** Values that a message must not repeat. */
const secretVariables = new Set(['DATABASE_URL', 'POSTGRES_PASSWORD', 'JWT_SECRET', 'SMTP_URL'])
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
  if (isExternal(given) && given.JWT_SECRET === undefined) {
    lines.push('JWT_SECRET must be set when the database is your own: openssl rand -base64 48 makes one')
  }
  if (given.SMTP_URL !== undefined && given.MAIL_FROM === undefined) {
    lines.push('MAIL_FROM must be set beside SMTP_URL: Metagauge <no-reply@example.com>')
  }
  return lines
}

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be one of ${words.join(', ')}`)
}

/** A browser's Origin header is compared as text, so only its own spelling can match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

function toConfig(values: z.output<typeof environment>, external: boolean): Config {
  return {
    host: values.HOST,
    port: values.PORT,
    corsOrigins: values.CORS_ORIGINS ?? [],
    trustedProxies: values.TRUST_PROXY ?? [],
    jwtSecret: values.JWT_SECRET,
    externalDatabase: external ? toExternalDatabase(values) : undefined,
    maxConnections: values.POSTGRES_MAX_CONNECTIONS,
    migrateOnStart: values.MIGRATE_ON_START ?? !external,
    dataDirectory: resolve(values.DATA_DIR),
    legacyDataDirectory: resolve(values.LEGACY_DATA_DIR),
    logLevel: values.LOG_LEVEL,
    mail: toMailSettings(values),
  }
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
