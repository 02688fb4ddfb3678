import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { userRecords } from '../../../src/import/records/user.ts'
import type { JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { onboarded, user, userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord, globalList, rejectRecord, toRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'

function record(fields: JsonObject = {}): JsonObject {
  return user('amara.okafor', createdAt, fields)
}

function decodeUser(fields: JsonObject = {}) {
  const { rows, ...decoded } = decodeRecord(userRecords, record(fields))
  return { ...decoded, row: rows.users?.[0] }
}

test('the rows of a typical user preserve the whole record', () => {
  const { row, extra, warnings } = decodeUser()
  expect(row).toMatchObject({ id: userId('amara.okafor'), email: 'amara.okafor@example.org', role: 'user' })
  expect(row?.created_at).toEqual(new Date(createdAt))
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test('the extra of an onboarded user has only the time of day and members without a column', () => {
  const { extra, warnings } = decodeUser({
    onboarding: onboarded('Swap', { startDate: '2024-05-20T00:00:00.000Z', error: 'RPC timeout' }),
    lastLogin: createdAt,
    walletAddress: null,
  })
  expect(warnings).toEqual([])
  expect(Object.keys(extra)).toEqual([
    '/onboarding/defaultContract/startDate',
    '/onboarding/defaultContract/error',
    '/walletAddress',
  ])
})

test.each([
  ['MISSING_ID /id', { id: undefined }],
  ['INVALID_ID /id', { id: 'user-7' }],
  ['INVALID_ID /id', { id: 7 }],
  ['MISSING_EMAIL /email', { email: null }],
  ['INVALID_EMAIL /email', { email: 'amara at example' }],
  ['INVALID_EMAIL /email', { email: ['a@example.org'] }],
  ['INVALID_EMAIL /email', { email: 'a\u0000@example.org' }],
  ['INVALID_EMAIL /email', { email: `${'a'.repeat(255)}@example.org` }],
])('a user is rejected: %s', (reason, fields) => {
  expect(rejectRecord(userRecords, record(fields))).toBe(reason)
})

test('in an object keyed by id, the key replaces a missing id', () => {
  const context = { ...globalList, key: userId('amara.okafor').toUpperCase() }
  expect(decodeRecord(userRecords, record({ id: undefined }), context).id).toBe(userId('amara.okafor'))
})

test('an e-mail is stored trimmed and in lower case, and the original is kept', () => {
  const { row, warnings, extra } = decodeUser({ email: ' Amara@Example.ORG ' })
  expect(row?.email).toBe('amara@example.org')
  expect(warnings).toEqual(['VALUE_CHANGED /email'])
  expect(extra).toEqual({ '/email': { is: ' Amara@Example.ORG ', was: 'amara@example.org' } })
})

describe('the API key', () => {
  const key = 'c034b2ecde38f8009ac74d480b428b08902e6549d643fac986e07235202c7134'
  const digest = `sha256:${createHash('sha256').update(key).digest('hex')}`

  test('is replaced by its digest, only once', () => {
    const concealed = userRecords.conceal(toRecord(record({ apiKey: key })))
    expect(concealed.apiKey).toBe(digest)
    expect(userRecords.conceal(concealed)).toEqual(concealed)
  })

  test('is never readable, whatever its type', () => {
    const concealed = userRecords.conceal(toRecord(record({ apiKey: [key] })))
    expect(JSON.stringify(concealed)).not.toContain(key)
  })

  test('that is missing becomes a stable digest that matches no key', () => {
    const { row, warnings } = decodeUser({ apiKey: undefined })
    expect(row?.api_key).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(row?.api_key).toBe(decodeUser({ apiKey: '' }).row?.api_key)
    expect(row?.api_key).not.toBe(
      `sha256:${createHash('sha256').update(userId('amara.okafor')).digest('hex')}`,
    )
    expect(warnings).toEqual(['MISSING_VALUE /apiKey'])
  })
})

test('a missing password becomes a hash that matches no password', () => {
  const { row, warnings } = decodeUser({ password: null })
  expect(row?.password).toBe('!')
  expect(warnings).toEqual(['MISSING_VALUE /password'])
})

test.each(['admin', 'worker', 'root', 7])('the role %j grants nothing', (role) => {
  const { row, warnings, extra } = decodeUser({ role })
  expect(row?.role).toBe('user')
  expect(warnings).toEqual(['ROLE_NOT_GRANTED /role'])
  expect(extra).toEqual({ '/role': { is: role } })
})

test.each([
  ['Pro', 'pro'],
  ['platinum', 'free'],
  [3, 'free'],
])('the unknown tier %j becomes %s', (tier, nearest) => {
  const { row, warnings } = decodeUser({ tier })
  expect(row?.tier).toBe(nearest)
  expect(warnings).toEqual(['UNKNOWN_VALUE /tier'])
})

test('an e-mail is verified if either field is true', () => {
  expect(decodeUser({ emailVerified: false, is_verified: true }).row?.email_verified).toBe(true)
  expect(decodeUser({ emailVerified: true, is_verified: false }).row?.email_verified).toBe(true)
  expect(decodeUser({ emailVerified: undefined }).row?.email_verified).toBe(false)
})

test('a missing isActive means active', () => {
  expect(decodeUser({ isActive: undefined })).toMatchObject({ row: { is_active: true }, warnings: [] })
})
