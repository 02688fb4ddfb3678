import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type MigrationPlan, planMigrations } from '../../src/database/migrate.ts'
import { createTestDatabase } from '../support/database.ts'

const root = join(import.meta.dirname, '../..')
const names = readdirSync(join(root, 'migrations')).map((file) => file.slice(0, -3))

/** Accepted findings of squawk, with the reason. Migrations that are not listed here must satisfy every rule. */
const accepted = [
  {
    rules: ['require-lock-timeout', 'require-statement-timeout'],
    // It only changes rows.
    migrations: /^(?!\d+-copied-groups)/,
    reason: 'the runner sets lock_timeout, retries, and reports what it is waiting for',
  },
  {
    rules: ['prefer-text-field', 'prefer-bigint-over-int'],
    migrations: /^000[2-5]/,
    reason: 'VARCHAR and INTEGER are the plan’s types',
  },
  {
    rules: ['prefer-text-field', 'prefer-bigint-over-int'],
    migrations: /^00(0[67]|1[34])/,
    reason: 'values are short identifiers; integers count within one import or record',
  },
  {
    rules: ['prefer-text-field'],
    migrations: /^0035/,
    reason: 'the column has the type of the name beside it',
  },
  {
    rules: ['prefer-text-field'],
    migrations: /^00(0[89]|10)/,
    reason: 'values are short identifiers',
  },
  {
    rules: ['prefer-bigint-over-int'],
    migrations: /^00(0[89]|18)/,
    reason: 'integers count attempts, or analyses in a month',
  },
  {
    rules: ['prefer-bigint-over-int'],
    migrations: /^0022/,
    reason: 'the integer counts the bytes of a document, at most 32 MiB',
  },
  {
    rules: ['prefer-bigint-over-int'],
    migrations: /^0024/,
    reason: 'the integer is a version, at most 100',
  },
  {
    rules: ['adding-field-with-default'],
    migrations: /^0033/,
    reason: 'no release has written rows of the table',
  },
  {
    rules: ['prefer-bigint-over-int'],
    migrations: /^0028/,
    reason: 'the columns have the types of those that they are copied from',
  },
  {
    rules: ['require-concurrent-index-creation'],
    migrations: /^00(09|13|14)/,
    reason: 'tables of the first release are empty or as large as one import',
  },
  {
    rules: ['prefer-robust-stmts'],
    migrations: /^00(11|17|21|25|26|27|30|32|33|34)/,
    reason:
      'before an index is built or a constraint is added, what an interrupted run left of it is dropped',
  },
  {
    rules: ['ban-drop-not-null', 'adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    migrations: /^0013/,
    reason: 'the table has one row per job, only the server reads it, and the new keys are null in all rows',
  },
  {
    rules: ['ban-drop-column'],
    migrations: /^0016/,
    reason: 'the values are in the new table, and only the server reads them',
  },
  {
    rules: [
      ...['ban-drop-column', 'adding-serial-primary-key-field', 'constraint-missing-not-valid'],
      'require-concurrent-index-creation',
    ],
    migrations: /^0018/,
    reason:
      'the table has the codes of one day; until it is restarted, a server of the release before sends none',
  },
  {
    rules: ['constraint-missing-not-valid', 'prefer-bigint-over-int', 'require-concurrent-index-creation'],
    migrations: /^0019/,
    reason: 'four tiers, one onboarding a user and an empty table; the integers count the cycles of one sync',
  },
  {
    rules: ['adding-required-field'],
    migrations: /^0014/,
    reason:
      'the staging tables are emptied first, because their rows belong to an import of the previous server',
  },
  {
    rules: ['constraint-missing-not-valid', 'disallowed-unique-constraint'],
    migrations: /^0009/,
    reason: 'the key that leases refer to contains the ID, which is already unique',
  },
]

let plan: ReadonlyMap<string, MigrationPlan>
beforeAll(async () => {
  const { connection } = await createTestDatabase({ isEmpty: true })
  const migrations = await planMigrations(connection.db)
  plan = new Map(migrations.map((migration) => [migration.name, migration]))
})

test.each(names)('squawk has only the accepted findings in %s', (name) => {
  const expected = accepted.filter(({ migrations }) => migrations.test(name)).flatMap(({ rules }) => rules)
  expect(findBrokenRules(plan.get(name) ?? expect.unreachable())).toEqual(new Set(expected))
})

/** For PostgreSQL 15 and later. */
function findBrokenRules({ isTransactional, statements }: MigrationPlan): Set<string> {
  const input = `${statements.join(';\n')};\n`
  const words = [
    ...(isTransactional ? ['--assume-in-transaction'] : []),
    '--pg-version=15.0',
    '--reporter=json',
    '--stdin-filepath=plan.sql',
  ]
  const squawk = join(root, 'node_modules/squawk-cli/js/bin/squawk')
  const { stdout, stderr } = spawnSync(process.execPath, [squawk, ...words], { input, encoding: 'utf8' })
  expect(stderr).toBe('')
  const findings: readonly { rule_name: string }[] = JSON.parse(stdout)
  return new Set(findings.map((finding) => finding.rule_name))
}
