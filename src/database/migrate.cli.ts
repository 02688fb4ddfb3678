import { OperatorError } from '../errors.ts'
import { runProgram } from '../process/program.ts'
import { runOnDatabase } from './command-line.ts'
import type { Database } from './connection.ts'
import {
  listMigrations,
  type MigrationSteps,
  migrateDown,
  migrateTo,
  migrateToLatest,
  planMigrations,
} from './migrate.ts'
import { type GrantOutcome, grantServing } from './roles/serving-role.ts'

const usage = `npm run migrate             run every pending migration
npm run migrate -- down     undo the newest migration
npm run migrate -- to NAME  migrate up or down until NAME is the newest that has run
npm run migrate -- status   list all migrations and when they were run
npm run migrate -- plan     print the SQL of the pending migrations without running it
npm run migrate -- grant R  grant the role R the privileges to serve requests, also after later migrations`

type Command = (db: Database) => Promise<string>

await runProgram(async () => {
  const command = parseCommand(process.argv.slice(2))
  await runOnDatabase({ name: 'migrate', acceptsPendingMigrations: true }, async ({ database }) => {
    process.stdout.write(`${await command(database.owner.db)}\n`)
  })
})

/** @throws OperatorError with the usage for anything else. */
function parseCommand([word, name, ...rest]: readonly string[]): Command {
  if (word === 'to' && name !== undefined && rest.length === 0) {
    return async (db) => describeSteps(await migrateTo(db, name, printProgress))
  }
  if (word === 'grant' && name !== undefined && rest.length === 0) {
    return async (db) => describeGrants(name, await grantServing(db, name))
  }
  if (name !== undefined) throw new OperatorError(usage)
  switch (word) {
    case undefined:
      return async (db) => describeSteps(await migrateToLatest(db, printProgress))
    case 'down':
      return async (db) => describeSteps(await migrateDown(db, printProgress))
    case 'status':
      return describeStatus
    case 'plan':
      return describePlan
    default:
      throw new OperatorError(usage)
  }
}

/** Progress goes to standard error, because other programs may read standard output. */
function printProgress(line: string): void {
  process.stderr.write(`${line}\n`)
}

function describeSteps(steps: MigrationSteps): string {
  if (steps.length === 0) return 'Nothing to do.'
  return steps.map((step) => `${step.direction === 'Up' ? 'done  ' : 'undone'} ${step.name}`).join('\n')
}

function describeGrants(role: string, { statements, leftToOthers }: GrantOutcome): string {
  const lines = statements.map((statement) => `${statement};`)
  if (lines.length === 0) lines.push(`The role "${role}" already has exactly the required privileges.`)
  if (leftToOthers.length > 0) {
    lines.push('-- The owner of the database or schema must run:', ...leftToOthers.map((text) => `${text};`))
  }
  return lines.join('\n')
}

async function describeStatus(db: Database): Promise<string> {
  const migrations = await listMigrations(db)
  return migrations
    .map(({ name, executedAt }) => `${executedAt?.toISOString() ?? 'pending'.padEnd(24)} ${name}`)
    .join('\n')
}

async function describePlan(db: Database): Promise<string> {
  const plan = await planMigrations(db)
  if (plan.length === 0) return 'Nothing to do.'
  return plan
    .map(({ name, isTransactional, statements }) => {
      const title = `-- ${name}${isTransactional ? '' : ', not in a transaction'}`
      return [title, ...statements.map((text) => `${text};`)].join('\n')
    })
    .join('\n\n')
}
