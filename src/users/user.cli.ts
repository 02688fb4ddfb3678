import { parseArgs } from 'node:util'
import { GraphQLEmailAddress } from 'graphql-scalars'
import { requireName, requireNewEmail, toStoredEmail } from '../auth/account.rules.ts'
import { insertAccount, noPassword, updateApiKey } from '../auth/account.store.ts'
import { changeAccess, decodeAccessChange } from '../auth/admin.ts'
import { createApiKey, digestApiKey } from '../auth/api-keys.ts'
import { runOnDatabase } from '../database/command-line.ts'
import type { Database } from '../database/connection.ts'
import { createPage, createPageRequest, maxPageSize } from '../database/pagination.ts'
import { toAppError } from '../database/postgres-errors.ts'
import { inTransaction } from '../database/transaction.ts'
import { AppError, OperatorError } from '../errors.ts'
import type { UserRole, UserTier } from '../generated/graphql.ts'
import { runProgram } from '../process/program.ts'
import { findUserId, listUsers, type UserRow, userSortKeys } from './user.store.ts'

const usage = `npm run user -- create --email EMAIL [--name NAME] [--admin | --worker]
                                             create an account and print its API key once
npm run user -- list                         list all users: e-mail, role, tier, state, id
npm run user -- set-role USER ROLE           user, worker or admin
npm run user -- set-tier USER TIER           free, starter, pro or enterprise
npm run user -- deactivate USER              close the account and revoke its tokens
npm run user -- activate USER                reopen the account
npm run user -- reset-api-key USER           replace the API key and print the new one once
USER is an e-mail or id.`

const roles = ['user', 'worker', 'admin'] as const satisfies readonly UserRole[]
const tiers = ['free', 'starter', 'pro', 'enterprise'] as const satisfies readonly UserTier[]

type Command = (db: Database) => Promise<string>

await runProgram(async () => {
  const command = parseCommand(process.argv.slice(2))
  await runOnDatabase({ name: 'user' }, async ({ database }) => {
    process.stdout.write(`${await command(database.owner.db).catch(toOperatorError)}\n`)
  })
})

/** @throws OperatorError with the usage if the command is invalid. */
function parseCommand([word, ...words]: readonly string[]): Command {
  if (word === 'create') return parseCreate(words)
  if (word === 'list' && words.length === 0) return describeUsers
  const [name, value, ...rest] = words
  if (name === undefined || rest.length > 0) throw new OperatorError(usage)
  const role = roles.find((known) => known === value)
  const tier = tiers.find((known) => known === value)
  if (word === 'set-role' && role !== undefined) return (db) => change(db, name, { role })
  if (word === 'set-tier' && tier !== undefined) return (db) => change(db, name, { tier })
  if (value !== undefined) throw new OperatorError(usage)
  switch (word) {
    case 'deactivate':
      return (db) => change(db, name, { isActive: false })
    case 'activate':
      return (db) => change(db, name, { isActive: true })
    case 'reset-api-key':
      return (db) => resetApiKey(db, name)
    default:
      throw new OperatorError(usage)
  }
}

function parseCreate(words: readonly string[]): Command {
  const { email: text, name, admin, worker } = parseOptions(words)
  if (text === undefined || (admin && worker)) throw new OperatorError(usage)
  const role = admin ? 'admin' : worker ? 'worker' : 'user'
  return (db) => create(db, { email: text, name: name ?? text, role })
}

function parseOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        admin: { type: 'boolean', default: false },
        worker: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new OperatorError(usage, { cause: error })
  }
}

/** The account has no password. Its owner sets one with `requestPasswordReset` and `resetPassword`. */
async function create(db: Database, given: { email: string; name: string; role: UserRole }): Promise<string> {
  const apiKey = createApiKey()
  const id = await insertAccount(db, {
    email: requireNewEmail(requireAddress(given.email), '--email'),
    name: requireName(given.name, '--name'),
    role: given.role,
    passwordHash: noPassword,
    apiKeyDigest: digestApiKey(apiKey),
  })
  return `Id       ${id}\nRole     ${given.role}\nAPI key  ${apiKey} (shown once)`
}

async function change(
  db: Database,
  name: string,
  values: { role?: UserRole; tier?: UserTier; isActive?: boolean },
): Promise<string> {
  const id = await requireUserId(db, name)
  await inTransaction(db, (transaction) => changeAccess(transaction, decodeAccessChange(id, values)))
  return 'Done.'
}

async function resetApiKey(db: Database, name: string): Promise<string> {
  const apiKey = createApiKey()
  await updateApiKey(db, await requireUserId(db, name), digestApiKey(apiKey))
  return `API key  ${apiKey} (shown once)`
}

async function describeUsers(db: Database): Promise<string> {
  const lines: string[] = []
  for await (const user of readUsers(db)) lines.push(describeUser(user))
  return lines.length === 0 ? 'There are no users.' : lines.join('\n')
}

async function* readUsers(db: Database, after?: string): AsyncGenerator<UserRow> {
  const order = { field: 'email', direction: 'asc' } as const
  const request = createPageRequest({ first: maxPageSize, after: after ?? null }, order, userSortKeys)
  const { edges, pageInfo } = createPage(await listUsers(db, {}, request), request, async () => 0)
  yield* edges.map(({ node }) => node)
  if (pageInfo.hasNextPage) yield* readUsers(db, pageInfo.endCursor ?? '')
}

/** Legacy e-mails may contain any character, including control characters that a terminal would interpret. */
function describeUser({ email, role, tier, isActive, id }: UserRow): string {
  const state = isActive ? 'active' : 'closed'
  const shown = email.replaceAll(/\p{C}/gu, '?')
  return `${shown.padEnd(40)} ${role.padEnd(7)} ${tier.padEnd(11)} ${state} ${id}`
}

async function requireUserId(db: Database, name: string): Promise<string> {
  const id = await findUserId(db, toStoredEmail(name.trim()))
  if (id === undefined) throw new OperatorError(`User ${name} not found.`)
  return id
}

function requireAddress(text: string): string {
  try {
    return GraphQLEmailAddress.parseValue(text)
  } catch (error) {
    throw new OperatorError(`--email must be an e-mail address, not "${text}".`, { cause: error })
  }
}

function toOperatorError(error: unknown): never {
  const known = error instanceof AppError ? error : toAppError(error)
  throw known === undefined ? error : new OperatorError(known.message, { cause: error })
}
