import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { exportTree, readExport, readImported } from '../support/exports.ts'
import { clearTables, countsOf, importTree, writeTree } from '../support/imports.ts'

const { connection } = await createTestDatabase()
const maxGrowthKib = 512 * 1024

beforeEach(() => clearTables(connection))

const owner = '5d2f9e60-8a3b-4a7e-9a53-1f6f3f6f0001'
const ids = Array.from({ length: 5 }, (_, n) => `5d2f9e60-8a3b-4a7e-9a53-1f6f3f6f01${10 + n}`)
const made = '"createdAt": "2025-03-10T09:01:00.107Z", "updatedAt": "2025-03-10T09:01:00.107Z"'

/** Records of every kind, with the numbers in every field that is stored as JSON. */
function recordsWith(numbers: string): Record<string, string> {
  const list = `{"list": [${numbers}]}`
  return {
    'users.json': `[{"id": "${owner}", "email": "a@example.org", "name": "A", "preferences": {"custom": ${list}}, "unknown": ${list}, ${made}}]`,
    'contracts.json': `[{"id": "${ids[0]}", "userId": "${owner}", "name": "C", "analysisParams": {"custom": ${list}}, "unknown": ${list}, ${made}}]`,
    'analyses.json': `[{"id": "${ids[1]}", "userId": "${owner}", "analysisType": "single", "status": "completed", "results": ${list}, "metadata": ${list}, "logs": [{"message": "m", "data": ${list}}], "unknown": ${list}, ${made}}]`,
    'chat_sessions.json': `[{"id": "${ids[2]}", "userId": "${owner}", "title": "T", "metadata": ${list}, "unknown": ${list}, ${made}}]`,
    'chat_messages.json': `[{"id": "${ids[3]}", "sessionId": "${ids[2]}", "role": "user", "content": "c", "components": ${list}, "metadata": ${list}, "unknown": ${list}, "createdAt": "2025-03-10T09:01:00.107Z"}]`,
  }
}

const kinds = ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const
const jsonColumns = [
  ['user_preferences', 'custom_settings'],
  ['contract_analysis_params', 'custom_params'],
  ['analyses', 'results'],
  ['analyses', 'metadata'],
  ['analyses', 'logs'],
  ['chat_sessions', 'metadata'],
  ['chat_messages', 'components'],
  ['chat_messages', 'metadata'],
  ['legacy_records', 'extra'],
] as const

/** The longest JSON text in each column, in characters. */
async function measureColumns(): Promise<number[]> {
  const lengths = jsonColumns.map(async ([table, column]) => {
    const { rows } = await connection.pool.query(
      `select coalesce(max(length(${column}::text)), 0) as length from ${table}`,
    )
    return Number(rows[0]?.length)
  })
  return Promise.all(lengths)
}

test.each([
  ['1e131071', 5600],
  ['1e131071', 200],
  ['1e-16383', 3000],
  ['1e99999999999', 3000],
  ['1e308', 8000],
  ['1e999', 8000],
  ['1.5e24', 8000],
  [`${'9'.repeat(1200)}`, 40],
])(
  'the number %s, repeated %i times in every JSON field, is imported, verified, and exported within limits',
  async (number, times) => {
    const source = await writeTree(recordsWith(Array(times).fill(number).join(',')))
    const { maxRSS } = process.resourceUsage()
    const job = await importTree(connection, source, { verify: true })
    expect(job).toMatchObject({ phase: 'completed', errorCode: null })
    for (const kind of kinds) expect(countsOf(job, kind)).toMatchObject({ inserted: 1, rejected: 0 })
    const written = Math.max(...(await Promise.all(kinds.map((kind) => sizeOf(source, kind)))))
    for (const length of await measureColumns()) expect(length).toBeLessThan(6 * written)
    const directory = await exportTree(connection, 'era1')
    expect(process.resourceUsage().maxRSS - maxRSS).toBeLessThan(maxGrowthKib)
    expect(await readExport(directory)).toEqual(await readImported(connection, source))
    expect(await readFile(join(directory, 'analyses.json'), 'utf8')).toContain(
      number === '1e308' ? '1e+308' : number === '1.5e24' ? '1.5e+24' : number,
    )
  },
)

async function sizeOf(source: string, kind: string): Promise<number> {
  return (await readFile(join(source, `${kind}.json`))).length
}

test('a few numbers as large as a double are kept in their columns', async () => {
  const source = await writeTree(recordsWith('1.7976931348623157e+308, 5e-324, 9007199254740993, 1e400'))
  await importTree(connection, source)
  const { rows } = await connection.pool.query('select results from analyses')
  expect(JSON.stringify(rows[0]?.results)).toBe(
    `{"list":[1.7976931348623157e+308,5e-324,9007199254740993,1${'0'.repeat(400)}]}`,
  )
})
