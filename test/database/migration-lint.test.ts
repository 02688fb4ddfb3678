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
    migrations: /^/,
    reason: 'the runner sets lock_timeout, and tries again; it reports what it waits for',
  },
  {
    rules: ['prefer-text-field', 'prefer-bigint-over-int'],
    migrations: /^000[2-5]/,
    reason: 'VARCHAR and INTEGER are the plan’s types',
  },
  {
    rules: ['prefer-text-field', 'prefer-bigint-over-int'],
    migrations: /^00(0[67]|1[34])/,
    reason: 'the words are our own and short; the integers count within one import or one record',
  },
  {
    rules: ['prefer-text-field'],
    migrations: /^00(0[89]|10)/,
    reason: 'the words are our own and short',
  },
  {
    rules: ['prefer-bigint-over-int'],
    migrations: /^00(0[89]|18)/,
    reason: 'the integers count tries, or analyses within a month',
  },
  {
    rules: ['require-concurrent-index-creation'],
    migrations: /^00(09|13|14)/,
    reason: 'the tables are those of the first release: empty, or as large as one import',
  },
  {
    rules: ['prefer-robust-stmts'],
    migrations: /^00(11|17|23)/,
    reason: 'before an index is built, what an interrupted build left of it is dropped',
  },
  {
    rules: ['ban-drop-not-null', 'adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    migrations: /^0013/,
    reason: 'one row a job; nobody but the server reads them, and the new keys are null in all of them',
  },
  {
    rules: ['ban-drop-column'],
    migrations: /^0016/,
    reason: 'what the columns held is in the new table, and nobody but the server reads either',
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
    reason: 'the staging is emptied first: its rows belong to an import that ended with the server before',
  },
  {
    rules: ['constraint-missing-not-valid', 'disallowed-unique-constraint'],
    migrations: /^0009/,
    reason: 'the key that leases refer to holds an id, which is unique already',
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
