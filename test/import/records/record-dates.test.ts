import { expect, test } from 'vitest'
import { chatSessionRecords } from '../../../src/import/records/chat-session.ts'
import { session } from '../../fixtures/make-legacy/chat.ts'
import type { Json } from '../../fixtures/make-legacy/seeded.ts'
import { decodeRecord } from './decoding.ts'

const early = '2025-03-01T10:00:00.000Z'
const late = '2025-03-02T10:00:00.000Z'
const start = '1970-01-01T00:00:00.000Z'

test.each<[Json | undefined, Json | undefined, string, string, ...string[]]>([
  [early, late, early, late],
  [undefined, late, late, late, 'MISSING_DATE /createdAt'],
  [early, null, early, early, 'MISSING_DATE /updatedAt'],
  ['', late, late, late, 'MISSING_DATE /createdAt'],
  [early, 'yesterday', early, early, 'INVALID_DATE /updatedAt'],
  ['soon', 'yesterday', start, start, 'INVALID_DATE /createdAt', 'INVALID_DATE /updatedAt'],
  [undefined, undefined, start, start, 'MISSING_DATE /createdAt', 'MISSING_DATE /updatedAt'],
])('createdAt %j and updatedAt %j become %s and %s', (createdAt, updatedAt, created, updated, ...codes) => {
  const record = session('amara.okafor', 'Swap', 'chat', early, { createdAt, updatedAt })
  const { rows, warnings } = decodeRecord(chatSessionRecords, record)
  const [row] = rows.chat_sessions ?? []
  expect([row?.created_at.toISOString(), row?.updated_at.toISOString()]).toEqual([created, updated])
  expect(warnings).toEqual(codes)
})
