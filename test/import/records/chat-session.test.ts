import { expect, test } from 'vitest'
import { chatSessionRecords } from '../../../src/import/records/chat-session.ts'
import { session, sessionId } from '../../fixtures/make-legacy/chat.ts'
import type { JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord, rejectRecord } from './decoding.ts'

function record(fields: JsonObject = {}): JsonObject {
  return session('amara.okafor', 'Lantern Swap', 'chat', '2025-03-01T10:00:00.123Z', fields)
}

function decodeSession(fields: JsonObject = {}) {
  const { rows, ...decoded } = decodeRecord(chatSessionRecords, record(fields))
  return { ...decoded, row: rows.chat_sessions?.[0] }
}

test('the row of a typical session preserves the whole record', () => {
  const { row, extra, warnings } = decodeSession()
  expect(row).toMatchObject({ id: sessionId('chat'), user_id: userId('amara.okafor'), message_count: 2 })
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test('the row of a session without messages preserves the whole record', () => {
  const { row, extra, warnings } = decodeSession({ messageCount: 0, lastMessageAt: undefined })
  expect(row?.last_message_at).toBeNull()
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test.each([
  ['MISSING_ID /id', { id: undefined }],
  ['MISSING_OWNER /userId', { userId: undefined }],
  ['INVALID_OWNER /userId', { userId: 'hanna' }],
])('a session is rejected: %s', (reason, fields) => {
  expect(rejectRecord(chatSessionRecords, record(fields))).toBe(reason)
})

test('missing fields have their default, without a warning', () => {
  const { row, warnings } = decodeSession({
    title: undefined,
    isActive: undefined,
    messageCount: undefined,
    metadata: null,
    contractName: undefined,
  })
  expect(row).toMatchObject({
    title: 'New Chat',
    is_active: true,
    message_count: 0,
    metadata: {},
    contract_name: null,
  })
  expect(warnings).toEqual([])
})

test('a long title is truncated, and a large count becomes the maximum', () => {
  const { row, warnings } = decodeSession({ title: 'Why? '.repeat(150), messageCount: 1e12 })
  expect(row?.title).toHaveLength(500)
  expect(row?.message_count).toBe(2_147_483_647)
  expect(warnings).toEqual(['VALUE_TOO_LONG /title', 'VALUE_OUT_OF_RANGE /messageCount'])
})
