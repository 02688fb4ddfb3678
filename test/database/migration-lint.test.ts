import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { planMigrations } from '../../src/database/migrate.ts'
import { createTestDatabase } from '../support/database.ts'

const root = join(import.meta.dirname, '../..')
const names = readdirSync(join(root, 'migrations')).map((file) => file.slice(0, -3))

/** What squawk finds, and why it is right as it is. A migration that is not named here answers to every rule. */
const accepted = [
  {
    rules: ['require-lock-timeout', 'require-statement-timeout'],
    migrations: /^00(0[1-9]|1[0-7])/,
    reason: 'the first release meets an empty database: nothing is waited for, and nothing is slow',
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
    migrations: /^00(09|11|13|14|17)/,
    reason: 'the tables are those of the first release: empty, or as large as one import',
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

let plan: ReadonlyMap<string, string>
beforeAll(async () => {
  const { connection } = await createTestDatabase({ isEmpty: true })
  const migrations = await planMigrations(connection.db)
  plan = new Map(migrations.map(({ name, statements }) => [name, `${statements.join(';\n')};\n`]))
})

test.each(names)('squawk finds in %s what was accepted, and nothing else', (name) => {
  const expected = accepted.filter(({ migrations }) => migrations.test(name)).flatMap(({ rules }) => rules)
  expect(findBrokenRules(plan.get(name) ?? '')).toEqual(new Set(expected))
})

/** Migrations run in one transaction, on PostgreSQL 15 at least. */
function findBrokenRules(input: string): Set<string> {
  const words = [
    '--assume-in-transaction',
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
