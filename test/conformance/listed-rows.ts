import type { ListSubjects } from '../../bench/lists/list-forms.ts'
import type { Database } from '../../src/database/connection.ts'
import {
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertDocument,
  insertImportJob,
  insertMessage,
  insertRevision,
  insertSession,
  insertUser,
  type Owned,
} from '../support/factories.ts'

const numbers = [1, 2, 3] as const
const addressOf = (number: number) => `0x${String(number).repeat(40)}`

/** Inserts at least three rows for every list, whose pages have two. */
export async function insertListedRows(db: Database, user_id: string): Promise<ListSubjects> {
  await insertEach(() => insertUser(db))
  const contracts = await insertContracts(db, user_id)
  const [contract] = contracts
  const analyses = await insertEach(() => insertAnalysis(db, { user_id, config_id: contract.id }))
  const [session] = await insertEach((number) =>
    insertSession(db, { user_id, title: 'Protocol', contract_address: addressOf(number) }),
  )
  const [messageId] = await insertEach(() =>
    insertMessage(db, session, { content: 'The protocol, staking rewards, treasury' }),
  )
  await insertEach(() => insertRevision(db, session, messageId))
  const jobs = await insertEach(() => insertImportJob(db, { phase: 'completed' }))
  await insertRejects(db, jobs[0])
  await insertEach((place) => insertDocument(db, { user_id, path: `${place}.json` }))
  return {
    ...{ pageSize: 2, contractId: contract.id, analysisId: analyses[0].id, sessionId: session.id, messageId },
    ...{ importJobId: jobs[0], contractAddress: addressOf(1), analysisAddress: addressOf(1) },
    sessionAddress: addressOf(1),
    times: { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
  }
}

async function insertContracts(db: Database, user_id: string): Promise<readonly [Owned, Owned, Owned]> {
  const contracts = await insertEach((number) =>
    insertContract(db, { user_id, name: 'Protocol', target_address: addressOf(number) }),
  )
  await insertCompetitor(db, contracts[0])
  return contracts
}

async function insertRejects(db: Database, job_id: string): Promise<void> {
  const found = { kind: 'users', message: 'Broken.', code: 'BROKEN_RECORD' } as const
  const origin = { job_id, file: 'users.json', line: 1, byte_offset: 0, pointer: '', ...found }
  const record = { ...origin, raw: Buffer.from('{'), raw_bytes: 1 }
  const rejects = numbers.map((number) => ({ ...record, number }))
  const refusals = numbers.map((number) => ({ ...record, number: number + 3, is_refusal: true }))
  await db
    .insertInto('import_rejects')
    .values([...rejects, ...refusals])
    .execute()
  const kind = 'users' as const
  const counts = { bytes: 1, records: 1, rejected: 1, verified: 0, differing: 0, is_backup: false }
  const files = numbers.map((number) => ({ job_id, number, kind, path: `${number}.json`, ...counts }))
  await db.insertInto('import_files').values(files).execute()
}

async function insertEach<Row>(insert: (number: number) => Promise<Row>): Promise<readonly [Row, Row, Row]> {
  return [await insert(numbers[0]), await insert(numbers[1]), await insert(numbers[2])]
}
