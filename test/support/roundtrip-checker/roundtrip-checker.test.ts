import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../database.ts'
import { instantOf } from './find-leaf.ts'
import { decimalOf, leavesOf, pointerOf, readJson } from './json.ts'
import { ambiguousMessages, insertKnownRows, knownFiles } from './known-tree.ts'
import { checkRoundtrip } from './roundtrip-checker.ts'

const { connection } = await createTestDatabase()
const { pool } = connection
let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'metagauge-leaves-'))
  for (const [path, content] of knownFiles) await put(path, content)
  await pool.query('truncate users, import_jobs cascade')
  await insertKnownRows(pool)
})
afterEach(() => rm(directory, { recursive: true, force: true }))

test('a completely stored tree has no lost leaves', async () => {
  const report = await checkRoundtrip(pool, directory)
  expect(report.lost).toEqual([])
  expect(report.found).toEqual({ columns: 57, extra: 7, raw: 0, rejects: 3 })
})

test('changing any leaf of a file reports exactly that leaf as lost', async () => {
  for (const [path, content] of [...knownFiles].slice(0, 5)) {
    const bytes = Buffer.from(content)
    for (const { path: keys, node } of leavesOf(readJson(bytes))) {
      const changed = Buffer.from(otherText(bytes.toString('utf8', node.start, node.end)))
      await put(path, Buffer.concat([bytes.subarray(0, node.start), changed, bytes.subarray(node.end)]))
      expect(await lostPointers()).toEqual([`${path}#${pointerOf(keys.slice(1))}`])
    }
    await put(path, bytes)
  }
})

describe('a value missing from the database is reported as lost', () => {
  const cases = [
    ["update users set name = 'Other'", ['users.json#/name']],
    ["update users set created_at = created_at + interval '1 millisecond'", ['users.json#/createdAt']],
    [`update users set api_key = 'sha256:${'0'.repeat(64)}'`, ['users.json#/apiKey']],
    ["update users set role = 'admin'", []],
    ["update legacy_records set extra = extra - '/role'", ['users.json#/role']],
    ["update legacy_records set extra = extra - '/note'", ['users.json#/note']],
    [
      "update legacy_records set extra = extra - '/onboarding/defaultContract'",
      ['users.json#/onboarding/defaultContract/error'],
    ],
    ['update user_onboarding set website = null', ['users.json#/onboarding/socialLinks/website']],
    ["update user_preferences set custom_settings = '{}'", ['users.json#/preferences/theme/dark']],
    ["update contracts set tags[2] = 'dao'", ['contracts.json#/tags/1']],
    [
      "update contract_competitors set name = 'Third' where name = 'Second'",
      ['contracts.json#/competitors/1/name'],
    ],
    [
      "update contract_rpc_config set rpc_urls[2] = '' where chain = 'ethereum'",
      ['contracts.json#/rpcConfig/ethereum/1'],
    ],
    ["delete from contract_rpc_config where chain = 'lisk'", ['contracts.json#/rpcConfig/lisk']],
    [
      'update contract_analysis_params set whale_threshold = 2.50000001',
      ['contracts.json#/analysisParams/whaleThreshold'],
    ],
    [
      "update analyses set results = jsonb_set(results, '{volume}', '135000000000000000000')",
      ['analyses.json#/results/volume'],
    ],
    ['update analyses set logs = logs - 1', ['analyses.json#/logs/1/level', 'analyses.json#/logs/1/message']],
    ['update chat_messages set tokens_used = null', ['chat_messages.json#/metadata/tokens']],
    [
      "update import_rejects set raw = 'stray bytez' where number = 1",
      ['users/10000000-0000-4000-8000-000000000001/contracts.json#undefined'],
    ],
  ] as const
  for (const [statement, lost] of cases) {
    test(statement, async () => {
      await pool.query(statement)
      expect(await lostPointers()).toEqual(lost)
    })
  }
})

test('every leaf of a record that is not stored is lost', async () => {
  await pool.query("delete from legacy_records where kind = 'chat_sessions'")
  const lost = ['/id', '/userId', '/title', '/metadata'].map((pointer) => `chat_sessions.json#${pointer}`)
  expect(await lostPointers()).toEqual(lost)
})

test("a competitor without a row isn't matched with another competitor's row", async () => {
  await pool.query("delete from contract_competitors where name = 'First'")
  const lost = ['address', 'chain', 'name'].map((field) => `contracts.json#/competitors/0/${field}`)
  expect(await lostPointers()).toEqual(lost)
})

test('a record with a duplicate key must be stored as raw bytes', async () => {
  await put('chat_messages.json', ambiguousMessages)
  await pool.query("update chat_messages set content = 'second'")
  expect(await lostPointers()).toEqual(['chat_messages.json#/content'])
  await pool.query("update legacy_records set raw = $1 where kind = 'chat_messages'", [
    Buffer.from(ambiguousMessages.slice(4, -2)),
  ])
  expect(await lostPointers()).toEqual([])
})

test("raw bytes of a record without duplicate keys don't count as stored", async () => {
  const text = knownFiles.get('chat_messages.json') ?? ''
  await pool.query("update legacy_records set raw = $1 where kind = 'chat_messages'", [
    Buffer.from(text.slice(4, -2)),
  ])
  await pool.query("update chat_messages set content = 'Other?'")
  expect(await lostPointers()).toEqual(['chat_messages.json#/content'])
})

test("an older version in a backup is superseded, a newer one isn't", async () => {
  const older = (knownFiles.get('users.json') ?? '').replace('Known Person', 'Older Person')
  await put('users.json.backup', older)
  expect(await checkRoundtrip(pool, directory)).toMatchObject({ lost: [], superseded: 1 })
  await put(
    'users.json.backup',
    older.replace('"createdAt"', '"updatedAt": "2999-01-01T00:00:00.000Z",\n    "createdAt"'),
  )
  expect(await lostPointers()).toEqual(['users.json.backup#/name', 'users.json.backup#/updatedAt'])
})

test('a record after a damaged one is checked, and the damaged bytes are lost unless rejected', async () => {
  const [first, rest] = ['{"id": oops}, ', (knownFiles.get('chat_sessions.json') ?? '').slice(1)]
  await put('chat_sessions.json', `[${first}${rest}`)
  expect(await lostPointers()).toEqual(['chat_sessions.json#undefined'])
  await pool.query('update import_rejects set file = $1, byte_offset = 1, raw = $2 where number = 0', [
    'chat_sessions.json',
    Buffer.from('{"id": oops}'),
  ])
  expect(await lostPointers()).toEqual([
    'users/10000000-0000-4000-8000-000000000001/contracts.json#/name',
    'users/10000000-0000-4000-8000-000000000001/contracts.json#/email',
  ])
})

test('numbers are compared by exact decimal value, times by instant', () => {
  expect(['1500', '1.50e3', '15E+2', '0.015e5'].map(decimalOf)).toEqual(
    Array.from({ length: 4 }, () => '15e2'),
  )
  expect(decimalOf('9007199254740993')).not.toBe(decimalOf('9007199254740992'))
  expect(['0', '-0', '0.0', '0e9'].map(decimalOf)).toEqual(Array.from({ length: 4 }, () => '0'))
  expect(instantOf('2025-01-02T05:04:05.06+02:00')).toBe(instantOf('2025-01-02T03:04:05.060Z'))
  expect(instantOf('2025-01-02T03:04:05.0601Z')).not.toBe(instantOf('2025-01-02T03:04:05.060Z'))
  expect(['2025-02-30T00:00:00Z', '2025-01-02T03:04:05', '2025-01-02'].map(instantOf)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

async function lostPointers(): Promise<string[]> {
  const { lost } = await checkRoundtrip(pool, directory)
  return lost.map(({ file, pointer }) => `${file}#${pointer}`)
}

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), content)
}

/** Another value of the same length, so that later offsets don't change. */
function otherText(text: string): string {
  const others = new Map([
    ['true', 'null'],
    ['false', '12345'],
    ['null', 'true'],
    ['[]', '{}'],
    ['{}', '[]'],
  ])
  return others.get(text) ?? text.replace(/[0-9a-z]/i, (first) => (first === '7' ? '8' : '7'))
}
