import { describe, expect, test } from 'vitest'
import { contractRecords } from '../../../src/import/records/contract.ts'
import { contract, contractId, flatContract, target } from '../../fixtures/make-legacy/contracts.ts'
import { address, type JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord, globalList, rejectRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'
const owner = userId('amara.okafor')
const stranger = userId('somebody else')
const folder = { ...globalList, ownerId: owner }

function record(fields: JsonObject = {}): JsonObject {
  return contract('amara.okafor', 'Lantern Swap', createdAt, fields)
}

function decodeContract(fields: JsonObject = {}) {
  const { rows, ...decoded } = decodeRecord(contractRecords, record(fields))
  return { ...decoded, rows, row: rows.contracts?.[0] }
}

test('the rows of a typical contract preserve the whole record', () => {
  const { row, rows, extra, warnings } = decodeContract()
  expect(row).toMatchObject({
    id: contractId('Lantern Swap'),
    user_id: owner,
    target_address: address('Lantern Swap'),
    target_chain: 'ethereum',
    tags: ['defi', 'onboarding'],
  })
  expect(rows.contract_rpc_config?.map(({ chain }) => chain)).toEqual(['ethereum', 'lisk', 'starknet'])
  expect({ extra, warnings }).toEqual({ extra: {}, warnings: [] })
})

describe('identity', () => {
  test.each([
    ['MISSING_ID /id', { id: undefined }],
    ['INVALID_ID /id', { id: 'contract_17' }],
    ['MISSING_OWNER /userId', { userId: undefined }],
    ['MISSING_OWNER /userId', { userId: 'anonymous' }],
    ['INVALID_OWNER /userId', { userId: 7 }],
  ])('is rejected: %s', (reason, fields) => {
    expect(rejectRecord(contractRecords, record(fields))).toBe(reason)
  })

  test('takes the owner from the folder if the record names none', () => {
    const { rows, warnings } = decodeRecord(contractRecords, record({ userId: undefined }), folder)
    expect(rows.contracts?.[0]?.user_id).toBe(owner)
    expect(warnings).toEqual([])
  })

  test('takes the owner from the record if the folder differs', () => {
    const { rows, warnings } = decodeRecord(contractRecords, record({ userId: stranger }), folder)
    expect(rows.contracts?.[0]?.user_id).toBe(stranger)
    expect(warnings).toEqual(['OWNER_DIFFERS /userId'])
  })

  test('takes the owner from the folder if the record is anonymous', () => {
    const { rows, warnings } = decodeRecord(contractRecords, record({ userId: 'anonymous' }), folder)
    expect(rows.contracts?.[0]?.user_id).toBe(owner)
    expect(warnings).toEqual(['OWNER_DIFFERS /userId'])
  })

  test('ignores the case of the folder name', () => {
    const capitals = { ...globalList, ownerId: owner.toUpperCase() }
    expect(decodeRecord(contractRecords, record(), capitals).warnings).toEqual([])
  })
})

describe('the flat variant', () => {
  const flat = flatContract('Orchard Pool', createdAt, { userId: owner })

  test('has a stable id derived from its content and owner', () => {
    const first = decodeRecord(contractRecords, flat)
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/)
    expect(decodeRecord(contractRecords, flat).id).toBe(first.id)
    expect(decodeRecord(contractRecords, { ...flat, userId: stranger }).id).not.toBe(first.id)
    expect(decodeRecord(contractRecords, { ...flat, name: 'Other' }).id).not.toBe(first.id)
  })

  test('has the target on the top level, and a list as its ABI', () => {
    const { rows, warnings } = decodeRecord(contractRecords, flat)
    expect(rows.contracts?.[0]).toMatchObject({
      target_address: address('Orchard Pool'),
      target_chain: 'lisk',
    })
    expect(rows.contracts?.[0]?.target_abi).toMatch(/^\[\{"type":"function"/)
    expect(warnings).toEqual(['MISSING_DATE /updatedAt'])
  })

  test('uses its key as the id, if it has one', () => {
    const context = { ...globalList, key: contractId('keyed') }
    expect(decodeRecord(contractRecords, flat, context).id).toBe(contractId('keyed'))
  })
})

test('a contract without a name becomes a row with empty strings', () => {
  const { row, warnings } = decodeContract({ name: undefined, targetContract: { abi: null } })
  expect(row).toMatchObject({ name: '', target_address: '', target_chain: '', target_name: null })
  expect(warnings).toEqual([
    'MISSING_VALUE /name',
    'MISSING_VALUE /targetContract/address',
    'MISSING_VALUE /targetContract/chain',
  ])
})

test('null tags are removed, and the original list is kept', () => {
  const { row, warnings, extra } = decodeContract({ tags: ['nft', null] })
  expect(row?.tags).toEqual(['nft'])
  expect(warnings).toEqual(['NULL_REMOVED /tags'])
  expect(extra).toEqual({ '/tags': { is: ['nft', null], was: ['nft'] } })
})

test.each([
  ['a missing ABI', target('Lantern Swap', { abi: undefined }), null, { was: null }],
  ['an ABI that is a list', target('Lantern Swap', { abi: [] }), '[]', { is: [], was: '[]' }],
])('the extra distinguishes %s', (_what, targetContract, abi, change) => {
  const { row, extra, warnings } = decodeContract({ targetContract })
  expect(row?.target_abi).toBe(abi)
  expect(extra).toEqual({ '/targetContract/abi': change })
  expect(warnings).toEqual([])
})

test('a target that is not an object causes a warning at the target', () => {
  const { warnings } = decodeContract({ targetContract: address('Lantern Swap') })
  expect(warnings[0]).toBe('WRONG_TYPE /targetContract')
})

test('missing optional fields have their default, without a warning', () => {
  const { row, warnings } = decodeContract({
    isActive: undefined,
    isDefault: undefined,
    lastAnalyzed: undefined,
    analysisCount: undefined,
  })
  expect(row).toMatchObject({ is_active: true, is_default: false, last_analyzed: null, analysis_count: 0 })
  expect(warnings).toEqual([])
})
