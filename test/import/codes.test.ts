import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes, rejectCodes, toStoredCodes, warningCodes } from '../../src/import/codes.ts'
import { importFailureCodes } from '../../src/import/failure.ts'
import { refusalCodes } from '../../src/import/records/refusals.ts'
import {
  linkWarningCodes,
  rejectionCodes,
  warningCodes as valueWarningCodes,
} from '../../src/import/records/warnings.ts'
import { startApi } from '../support/api.ts'
import { insertImportJob, insertUser } from '../support/factories.ts'

const directory = join(import.meta.dirname, '../../src/import')
const written = globSync('**/*.ts', { cwd: directory }).flatMap((file) => {
  const text = readFileSync(join(directory, file), 'utf8')
  return [...text.matchAll(/\bcode: (?:[\w\s>]+\? )?'([A-Z_]+)'(?: : '([A-Z_]+)')?/g)].flatMap(
    ([, one, other]) => [one, other].filter((code) => code !== undefined),
  )
})

test('every code that the importer stores has a value in the schema', () => {
  const unknown = (known: { toEnum(code: string): string }, codes: readonly string[]) =>
    codes.filter((code) => known.toEnum(code) === 'other')

  expect(unknown(errorCodes, Object.keys(importFailureCodes))).toEqual([])
  const warnings = { ...valueWarningCodes, ...linkWarningCodes, ...refusalCodes }
  expect(unknown(warningCodes, Object.keys(warnings))).toEqual([])
  expect(unknown(rejectCodes, Object.keys({ ...rejectionCodes, ...refusalCodes }))).toEqual([])
  expect(written.length).toBeGreaterThan(30)
  const others = unknown(rejectCodes, written).filter((code) => warningCodes.toEnum(code) === 'other')
  expect(others).toEqual([])
})

test('OTHER is not accepted in arguments', () => {
  expect(toStoredCodes(['missing_id', 'truncated'], 'filter.codes')).toEqual(['MISSING_ID', 'TRUNCATED'])
  expect(() => toStoredCodes(['missing_id', 'other'], 'filter.codes')).toThrow(
    'Argument "filter.codes.1" must be a code other than OTHER.',
  )
})

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })

/** Inserts a failed job with codes of another version of the server. */
async function insertForeignJob(): Promise<string> {
  const id = await insertImportJob(
    api.db,
    { phase: 'failed', error_code: 'MELTED', error_message: 'It melted.' },
    { warnings: { users: { INVALID_DATE: 2, BENT: 3 } } },
  )
  for (const [number, code] of ['MISSING_ID', 'TORN'].entries()) {
    const place = { number: number + 1, line: 1, byte_offset: number, file: 'users.json', pointer: '' }
    const record = {
      kind: 'users' as const,
      raw: Buffer.from('{}'),
      raw_bytes: 2,
      identity: Buffer.from(code),
    }
    const reject = { job_id: id, ...place, ...record, code, message: '' }
    await api.db.insertInto('import_rejects').values(reject).execute()
  }
  return id
}

test('codes of another version of the server are OTHER, with the original beside them', async () => {
  const id = await insertForeignJob()
  const ask = (filter: string) =>
    api.ask(
      `{ importJob(id: "${id}") { errorCode originalErrorCode warnings { code originalCode count }
        rejects(filter: ${filter}) { nodes { code originalCode } } rejectsByCode { code originalCode } } }`,
      {},
      admin,
    )

  const { data, errors } = await ask('{}')

  expect(errors).toEqual([])
  const rejects = [
    { code: 'MISSING_ID', originalCode: null },
    { code: 'OTHER', originalCode: 'TORN' },
  ]
  expect(data.importJob).toEqual({
    ...{
      errorCode: 'OTHER',
      originalErrorCode: 'MELTED',
      rejects: { nodes: rejects },
      rejectsByCode: rejects,
    },
    warnings: [
      { code: 'OTHER', originalCode: 'BENT', count: 3 },
      { code: 'INVALID_DATE', originalCode: null, count: 2 },
    ],
  })
  expect((await ask('{ codes: [MISSING_ID] }')).data.importJob.rejects.nodes).toEqual([rejects[0]])
  expect((await ask('{ codes: [OTHER] }')).errors[0]?.extensions.argument).toBe('filter.codes.0')
})
