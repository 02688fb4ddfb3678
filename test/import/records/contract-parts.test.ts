import { describe, expect, test } from 'vitest'
import { contractRecords } from '../../../src/import/records/contract.ts'
import {
  analysisParams,
  competitor,
  contract,
  contractId,
  rpcConfig,
} from '../../fixtures/make-legacy/contracts.ts'
import { numberText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json, JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord } from './decoding.ts'

function decodeContract(fields: JsonObject) {
  const record = contract('amara.okafor', 'Lantern Swap', '2025-03-01T10:00:00.123Z', fields)
  return decodeRecord(contractRecords, record)
}

describe('competitors', () => {
  const rival = competitor('Firefly Exchange', '2024-09-04T10:00:00.000Z')
  const other = competitor('Candela Pools', '2024-09-04T10:05:00.000Z')

  function decodeCompetitors(competitors: Json, fields: JsonObject = {}) {
    const decoded = decodeContract({ competitors, ...fields })
    return { ...decoded, competitors: decoded.rows.contract_competitors ?? [] }
  }

  test('become rows, and the extra keeps their own ids and members without a column', () => {
    const { competitors, extra, warnings } = decodeCompetitors([rival, other])
    expect(competitors.map(({ name, user_id }) => [name, user_id])).toEqual([
      ['Firefly Exchange', userId('amara.okafor')],
      ['Candela Pools', userId('amara.okafor')],
    ])
    expect(competitors.map(({ group_name }) => group_name)).toEqual(['direct', 'direct'])
    expect(competitors[0]?.created_at).toEqual(new Date('2024-09-04T10:00:00.000Z'))
    expect(Object.keys(extra)).toEqual(
      [0, 1].flatMap((at) => ['id', 'addedBy'].map((key) => `/competitors/${at}/${key}`)),
    )
    expect(warnings).toEqual([])
  })

  test('have ids that depend on the contract but not on the order of the list', () => {
    const ids = decodeCompetitors([rival, other]).competitors.map(({ id }) => id)
    expect(decodeCompetitors([other, rival]).competitors.map(({ id }) => id)).toEqual(ids.toReversed())
    const copied = decodeCompetitors([rival], { id: contractId('a copy') }).competitors
    expect(copied[0]?.id).not.toBe(ids[0])
  })

  test('may have no group', () => {
    const { group, ...without } = rival
    const { competitors, extra } = decodeCompetitors([{ ...rival, group: null }, without])
    expect(competitors.map(({ group_name }) => group_name)).toEqual([null, null])
    expect(extra['/competitors/0/group']).toEqual({ is: null })
    expect(extra).not.toHaveProperty('/competitors/1/group')
  })

  test('with the same id become different rows', () => {
    const { competitors } = decodeCompetitors([rival, { ...rival, name: 'Twin' }, { name: 'No id' }])
    expect(new Set(competitors.map(({ id }) => id)).size).toBe(3)
  })

  test('that are not objects are skipped, and kept with the list', () => {
    const { competitors, warnings, extra } = decodeCompetitors([rival, 'Harbor Lending'])
    expect(competitors).toHaveLength(1)
    expect(warnings).toEqual(['ITEM_SKIPPED /competitors/1'])
    expect(extra['/competitors']?.is).toEqual([rival, 'Harbor Lending'])
  })

  test('that are not a list cause a warning', () => {
    expect(decodeCompetitors({ first: rival })).toMatchObject({
      competitors: [],
      warnings: ['WRONG_TYPE /competitors'],
    })
  })
})

describe('the RPC configuration', () => {
  test('becomes one row per chain, with a stable id', () => {
    const [row] = decodeContract({}).rows.contract_rpc_config ?? []
    expect(row?.rpc_urls).toEqual(rpcConfig('Lantern Swap').ethereum)
    expect(row?.id).toBe(decodeContract({}).rows.contract_rpc_config?.[0]?.id)
  })

  test('has one row for chains whose truncated names are equal', () => {
    const long = 'c'.repeat(50)
    const { rows, warnings } = decodeContract({ rpcConfig: { [`${long}1`]: ['a'], [`${long}/2`]: ['b'] } })
    expect(rows.contract_rpc_config?.map(({ rpc_urls }) => rpc_urls)).toEqual([['a']])
    expect(warnings).toContain(`ITEM_SKIPPED /rpcConfig/${long}~12`)
  })

  test('treats a single URL as a list and skips other values', () => {
    const { rows, warnings } = decodeContract({
      rpcConfig: { ethereum: 'https://rpc.example.org', lisk: null, base: { url: 1 } },
    })
    expect(rows.contract_rpc_config?.map(({ chain, rpc_urls }) => [chain, rpc_urls])).toEqual([
      ['ethereum', ['https://rpc.example.org']],
    ])
    expect(warnings).toEqual([
      'WRONG_TYPE /rpcConfig/ethereum',
      'ITEM_SKIPPED /rpcConfig/lisk',
      'WRONG_TYPE /rpcConfig/base',
      'ITEM_SKIPPED /rpcConfig/base',
    ])
  })
})

describe('analysis parameters', () => {
  function decodeParams(params: Json) {
    const decoded = decodeContract({ analysisParams: params })
    return { ...decoded, params: decoded.rows.contract_analysis_params?.[0] }
  }

  test('without a column become custom parameters, and the block range has its default', () => {
    const { params, extra } = decodeParams(analysisParams({ gasLimit: 7 }))
    expect(params).toMatchObject({
      block_range: 1000,
      whale_threshold: '10.00000000',
      custom_params: { searchStrategy: 'standard', smartSearch: true, gasLimit: 7 },
    })
    expect(extra).toEqual({})
  })

  test("keep the record's block range", () => {
    const { params, extra } = decodeParams(analysisParams({ blockRange: 5000 }))
    expect(params?.block_range).toBe(5000)
    expect(extra).toEqual({})
  })

  test.each([
    [numberText('0.123456789123'), '0.12345679', 'VALUE_APPROXIMATED'],
    [numberText('1000000000000000000000'), '999999999999.99999999', 'VALUE_OUT_OF_RANGE'],
    ['2.5', '2.50000000', 'WRONG_TYPE'],
    ['many', '10.00000000', 'WRONG_TYPE'],
  ])('convert the whale threshold %j to the type of its column', (whaleThreshold, expected, code) => {
    const { params, warnings } = decodeParams(analysisParams({ whaleThreshold }))
    expect(params?.whale_threshold).toBe(expected)
    expect(warnings).toEqual([`${code} /analysisParams/whaleThreshold`])
  })

  test('that are null have no row', () => {
    const { params, extra } = decodeParams(null)
    expect(params).toBeUndefined()
    expect(extra).toEqual({ '/analysisParams': { is: null } })
  })
})
