import { describe, expect, test } from 'vitest'
import { analysisRecords } from '../../../src/import/records/analysis.ts'
import {
  analysis,
  analysisId,
  failedIndex,
  logLines,
  quickIndex,
} from '../../fixtures/make-legacy/analyses.ts'
import { contractId } from '../../fixtures/make-legacy/contracts.ts'
import { numberText } from '../../fixtures/make-legacy/json-text.ts'
import { address, type Json, type JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { decodeRecord, rejectRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'

function record(fields: JsonObject = {}): JsonObject {
  return analysis('amara.okafor', 'Lantern Swap', 'first', createdAt, fields)
}

function decodeAnalysis(value: Json) {
  const { rows, ...decoded } = decodeRecord(analysisRecords, value)
  return { ...decoded, row: rows.analyses?.[0] }
}

test.each([
  ['a typical analysis', record()],
  ['a pending analysis', record({ status: 'pending', progress: 0, results: null, completedAt: null })],
  ['an analysis with logs', record({ logs: logLines(createdAt, ['Started', 'Fetched', 'Done']) })],
  ['an analysis with old logs', record({ logs: ['Started', 'Done'] })],
  ['a quick index', quickIndex('amara.okafor', 'Lantern Swap', 'first', createdAt)],
  ['a failed quick index', failedIndex('amara.okafor', 'Lantern Swap', 'first', createdAt)],
])('the row of %s preserves the whole record', (_what, value) => {
  const { extra, warnings } = decodeAnalysis(value)
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

test('a quick index has an address instead of a contract', () => {
  const { row } = decodeAnalysis(quickIndex('amara.okafor', 'Lantern Swap', 'first', createdAt))
  expect(row).toMatchObject({
    id: analysisId('first'),
    analysis_type: 'quick_index',
    config_id: null,
    contract_address: address('Lantern Swap'),
    contract_chain: 'ethereum',
  })
})

test.each([
  ['MISSING_ID /id', { id: undefined }],
  ['MISSING_OWNER /userId', { userId: 'anonymous' }],
])('an analysis is rejected: %s', (reason, fields) => {
  expect(rejectRecord(analysisRecords, record(fields))).toBe(reason)
})

test.each([
  ['quick', 'quick_scan', 'UNKNOWN_VALUE'],
  ['full', 'single', 'UNKNOWN_VALUE'],
  ['deep_scan', 'single', 'UNKNOWN_VALUE'],
  [undefined, 'single', 'MISSING_VALUE'],
])('the analysis type %j becomes %s', (analysisType, expected, code) => {
  const { row, warnings } = decodeAnalysis(record({ analysisType }))
  expect(row?.analysis_type).toBe(expected)
  expect(warnings).toEqual([`${code} /analysisType`])
})

test.each(['queued', 7, undefined])('the status %j becomes failed, so that it is not processed', (status) => {
  const { row, warnings } = decodeAnalysis(record({ status }))
  expect(row?.status).toBe('failed')
  expect(warnings).toHaveLength(1)
})

test.each([
  [38.571, 39, 'VALUE_APPROXIMATED'],
  [140, 100, 'VALUE_OUT_OF_RANGE'],
  [-5, 0, 'VALUE_OUT_OF_RANGE'],
  [1e30, 100, 'VALUE_OUT_OF_RANGE'],
  ['50%', 0, 'WRONG_TYPE'],
])('the progress %j becomes %d', (progress, expected, code) => {
  const { row, warnings } = decodeAnalysis(record({ progress }))
  expect(row?.progress).toBe(expected)
  expect(warnings).toEqual([`${code} /progress`])
})

test('a configId that is not a UUID is dropped, but not the analysis', () => {
  const { row, warnings, extra } = decodeAnalysis(record({ configId: 'default' }))
  expect(row?.config_id).toBeNull()
  expect(warnings).toEqual(['INVALID_ID /configId'])
  expect(extra).toEqual({ '/configId': { is: 'default' } })
})

test('an analysis can have both a contract and an address', () => {
  const configId = contractId('Lantern Swap')
  const { row, extra } = decodeAnalysis(
    quickIndex('amara.okafor', 'Lantern Swap', 'first', createdAt, { configId }),
  )
  expect(row).toMatchObject({ config_id: configId, contract_chain: 'ethereum' })
  expect(extra).toEqual({})
})

describe('results', () => {
  test('keep every digit and any structure', () => {
    const figures = ['12345678901234567891', '1e400'].map(numberText)
    const { row, extra, warnings } = decodeAnalysis(record({ results: [{ figures }] }))
    expect(JSON.stringify(row?.results)).toBe('[{"figures":[12345678901234567891,1e400]}]')
    expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
  })

  test("are cleaned of what PostgreSQL can't store, and the original is kept", () => {
    const { row, extra, warnings } = decodeAnalysis(
      record({ results: { note: 'a\u0000b', 'half\ud83d': 1, huge: numberText('1e200000') } }),
    )
    expect(row?.results).toEqual({ note: 'ab', 'half\ufffd': 1, huge: null })
    expect(warnings).toEqual(['INVALID_CHARACTERS /results', 'VALUE_OUT_OF_RANGE /results'])
    expect(extra['/results/note']).toEqual({ isText: '"a\\u0000b"', was: 'ab' })
  })

  test('keep a key called __proto__', () => {
    const { row, extra } = decodeAnalysis(record({ results: { ['__proto__']: { polluted: true } } }))
    expect(JSON.stringify(row?.results)).toBe('{"__proto__":{"polluted":true}}')
    expect(extra).toEqual({})
  })
})

test('metadata can be null or not an object', () => {
  expect(decodeAnalysis(record({ metadata: null })).row?.metadata).toBeNull()
  const { row, warnings } = decodeAnalysis(record({ metadata: 'v2' }))
  expect(row?.metadata).toBe('v2')
  expect(warnings).toEqual([])
})

test('hasErrors can be in the record or its metadata', () => {
  expect(decodeAnalysis(record()).row?.has_errors).toBe(false)
  expect(decodeAnalysis(record({ hasErrors: true })).row?.has_errors).toBe(true)
  expect(decodeAnalysis(record({ metadata: { hasErrors: true } })).row?.has_errors).toBe(true)
})

test('an error object is stored as JSON text', () => {
  const { row, warnings } = decodeAnalysis(record({ errorMessage: { code: 429 } }))
  expect(row?.error_message).toBe('{"code":429}')
  expect(warnings).toEqual(['WRONG_TYPE /errorMessage'])
})

describe('logs', () => {
  test('have four members, the last one optional', () => {
    const { row, extra } = decodeAnalysis(
      record({
        logs: [
          { timestamp: createdAt, level: 'info', message: 'One', data: { blocks: 7 }, host: 'a' },
          { timestamp: createdAt, level: 'info', message: 'Two' },
        ],
      }),
    )
    expect(row?.logs).toEqual([
      { timestamp: createdAt, level: 'info', message: 'One', data: { blocks: 7 } },
      { timestamp: createdAt, level: 'info', message: 'Two' },
    ])
    expect(extra).toEqual({ '/logs/0/host': { is: 'a' } })
  })

  test('that are strings have neither timestamp nor level', () => {
    const { row } = decodeAnalysis(record({ logs: ['Started'] }))
    expect(row?.logs).toEqual([{ timestamp: null, level: null, message: 'Started' }])
  })

  test('of any other type become messages without losing anything', () => {
    const { row, warnings, extra } = decodeAnalysis(
      record({ logs: [7, { timestamp: 'never', level: 'loud', message: 'No date' }, { text: 'Odd' }] }),
    )
    expect(row?.logs).toEqual([
      { timestamp: null, level: null, message: '7' },
      { timestamp: null, level: 'loud', message: 'No date' },
      { timestamp: null, level: null, message: '' },
    ])
    expect(warnings).toEqual(['WRONG_TYPE /logs', 'INVALID_DATE /logs'])
    expect(Object.keys(extra)).toEqual(['/logs/0', '/logs/1/timestamp', '/logs/2'])
  })

  test('that are one string are one message', () => {
    const { row, warnings } = decodeAnalysis(record({ logs: 'Started\nDone' }))
    expect(row?.logs).toEqual([{ timestamp: null, level: null, message: 'Started\nDone' }])
    expect(warnings).toEqual(['WRONG_TYPE /logs'])
  })
})
