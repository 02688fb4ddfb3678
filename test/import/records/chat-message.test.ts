import { describe, expect, test } from 'vitest'
import { chatMessageRecords } from '../../../src/import/records/chat-message.ts'
import { answer, components, question, sessionId } from '../../fixtures/make-legacy/chat.ts'
import { numberText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json, JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord, globalList, rejectRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'
const metadata = { model: 'gemini-2.5-flash', processingTime: 4200, tokens: 812 }

function record(fields: JsonObject = {}): JsonObject {
  return question('chat', 'first', 'Who comes back?', createdAt, fields)
}

function decodeMessage(value: Json, context = globalList) {
  const { rows, ...decoded } = decodeRecord(chatMessageRecords, value, context)
  return { ...decoded, row: rows.chat_messages?.[0] }
}

test('the row of a typical question preserves the whole record', () => {
  const { row, extra, warnings } = decodeMessage(record())
  expect(row).toMatchObject({ session_id: sessionId('chat'), role: 'user', components: [], metadata: {} })
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test('the row of a typical answer preserves the whole record', () => {
  const { row, extra, warnings } = decodeMessage(
    answer('chat', 'second', 'Half of them.', createdAt, {
      components: [components.chart, components.metricCard],
      metadata,
    }),
  )
  expect(row).toMatchObject({ model: 'gemini-2.5-flash', processing_time: 4200, tokens_used: 812 })
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test.each([
  ['MISSING_ID /id', { id: undefined }],
  ['MISSING_SESSION /sessionId', { sessionId: null }],
  ['INVALID_SESSION /sessionId', { sessionId: 'session_1' }],
])('a message is rejected: %s', (reason, fields) => {
  expect(rejectRecord(chatMessageRecords, record(fields))).toBe(reason)
})

test('the owner is that of the folder, or unknown, until the session is linked', () => {
  const folder = { ...globalList, ownerId: userId('amara.okafor') }
  expect(decodeMessage(record(), folder).row?.user_id).toBe(userId('amara.okafor'))
  const stray = decodeMessage(record({ userId: userId('somebody else') }))
  expect(stray.row?.user_id).toBe('00000000-0000-0000-0000-000000000000')
  expect(stray.extra).toEqual({ '/userId': { is: userId('somebody else') } })
})

test.each(['tool', undefined])(
  'the role %j becomes system, attributed to neither user nor assistant',
  (role) => {
    const { row, warnings } = decodeMessage(record({ role }))
    expect(row?.role).toBe('system')
    expect(warnings).toHaveLength(1)
  },
)

test('content in parts is stored as JSON text', () => {
  const { row, warnings } = decodeMessage(record({ content: [{ type: 'text', text: 'Hello' }] }))
  expect(row?.content).toBe('[{"type":"text","text":"Hello"}]')
  expect(warnings).toEqual(['WRONG_TYPE /content'])
})

describe('metadata', () => {
  function decodeMetadata(value: Json) {
    return decodeMessage(record({ metadata: value }))
  }

  test('without a column are kept in one object', () => {
    const { row, extra } = decodeMetadata({ ...metadata, fallback: true, reason: 'quota exceeded' })
    expect(row?.metadata).toEqual({ fallback: true, reason: 'quota exceeded' })
    expect(extra).toEqual({})
  })

  test.each([
    ['epoch milliseconds', 1_741_597_268_514],
    ['epoch seconds', 1_741_597_268],
    ['a negative number', -1],
  ])(
    'with a processing time of %s have an empty column, and the original is kept',
    (_what, processingTime) => {
      const { row, warnings, extra } = decodeMetadata({ ...metadata, processingTime })
      expect(row?.processing_time).toBeNull()
      expect(warnings).toEqual(['VALUE_OUT_OF_RANGE /metadata/processingTime'])
      expect(extra).toEqual({ '/metadata/processingTime': { is: processingTime } })
    },
  )

  test('with too many tokens have the maximum of the column', () => {
    const { row, warnings } = decodeMetadata({ tokens: 5_000_000_000 })
    expect(row?.tokens_used).toBe(2_147_483_647)
    expect(warnings).toEqual(['VALUE_OUT_OF_RANGE /metadata/tokens'])
  })

  test('that are not an object cause a warning', () => {
    expect(decodeMetadata([1])).toMatchObject({ row: { metadata: {} }, warnings: ['WRONG_TYPE /metadata'] })
    expect(decodeMetadata(null).warnings).toEqual([])
  })
})

test('components keep every digit', () => {
  const value = numberText('135000000000000000001')
  const { row, extra } = decodeMessage(record({ components: [{ type: 'metric_card', data: { value } }] }))
  expect(JSON.stringify(row?.components)).toContain('135000000000000000001')
  expect(extra).toEqual({})
})

test('isStreaming is kept in the extra', () => {
  expect(decodeMessage(record({ isStreaming: true })).extra).toEqual({
    '/isStreaming': { is: true, was: false },
  })
})
