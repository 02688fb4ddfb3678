import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { type Answer, startApi } from '../support/api.ts'
import { createOperationData, type MeasuredOperation, measuredOperations } from './operations.ts'

const root = join(import.meta.dirname, '../..')
const apiDocument = join(root, 'docs/api.md')
const api = await startApi()

/** Also executes statements after the response, so that their number depends on timing. */
const unmeasured = [
  ...['requestPasswordReset', 'importLegacyData', 'exportLegacyData', 'cancelImport'],
  ...['retryRejects', 'verifyImport', 'revertImport', 'takeOverRefusals', 'switchOverAnalyses'],
]

test('every operation of the schema is measured', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  const types = [schema.getQueryType(), schema.getMutationType()]
  const fields = types.flatMap((type) => Object.keys(type?.getFields() ?? {}))
  expect([...Object.keys(measuredOperations), ...unmeasured].toSorted()).toEqual(fields.toSorted())
})

test('docs/api.md lists how many statements each operation sends; `-u` updates the table', async () => {
  const counts: [string, number][] = []
  for (const [name, operation] of Object.entries(measuredOperations)) {
    counts.push([name, await countStatements(operation)])
  }
  await expect(withTable(readFileSync(apiDocument, 'utf8'), counts)).toMatchFileSnapshot(apiDocument)
})

/** The number of statements of one request on new rows, including authentication, BEGIN and COMMIT. */
async function countStatements({
  document,
  variables,
  sender = 'owner',
}: MeasuredOperation): Promise<number> {
  const data = await createOperationData(api)
  const given = await variables?.(data)
  let answer: Answer | undefined
  const statements = await api.statementsOf(async () => {
    answer = await api.ask(document, given, data[sender])
  })
  expect(answer?.errors, document).toEqual([])
  return statements.length
}

/** The text with the table between its markers. */
function withTable(text: string, counts: readonly (readonly [string, number])[]): string {
  const marks = /(<!-- statements -->\n)[\s\S]*(<!-- \/statements -->)/
  if (!marks.test(text)) throw new Error('docs/api.md lacks <!-- statements --> and <!-- /statements -->')
  const byCount = Map.groupBy(counts, ([, count]) => count)
  const rows = [...byCount]
    .toSorted(([one], [other]) => one - other)
    .map(([count, operations]) => `| ${count} | ${operations.map(([name]) => `\`${name}\``).join(', ')} |`)
  const table = ['| statements | operations |', '|---|---|', ...rows].join('\n')
  return text.replace(marks, (_all, begin, end) => `${begin}\n${table}\n\n${end}`)
}
