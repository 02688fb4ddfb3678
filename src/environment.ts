import { z } from './zod.ts'

const portError = 'must be a port, 0 to 65535'
const port = z.coerce.number(portError).int(portError).min(0, portError).max(65_535, portError)
const poolError = 'must be a number of connections, 2 to 1000'
const sizeError = 'must be a number of megabytes, 1 to 65536'
const megabytes = z.coerce.number(sizeError).int(sizeError).min(1, sizeError).max(65_536, sizeError)
const flag = oneOf(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')
/** From the most to the least that is logged. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const minJwtSecretLength = 32
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()))
const origins = list.refine((items) => items.every(isOrigin), {
  error: 'must list origins, with commas and no slash at the end: https://app.example.com',
})
const proxy = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const proxies = list.refine((items) => items.every((item) => proxy.safeParse(item).success), {
  error: 'must list addresses or ranges of them, with commas: 192.0.2.7,10.0.0.0/8',
})

/** Every setting: its form, its default, and what is said when it is wrong. */
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
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  REUSE_PORT: flag.default(false),
  CORS_ORIGINS: origins.optional(),
  TRUST_PROXY: proxies.optional(),
  JWT_SECRET: z
    .string()
    .min(
      minJwtSecretLength,
      `must have at least ${minJwtSecretLength} characters: openssl rand -base64 48 makes one`,
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

/** A browser's Origin header is compared as text, so only its own spelling can match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
