import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { address, callsOf } from './contract-calls.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const { create, update, duplicate, addCompetitor, addTags, removeTags } = callsOf(api, owner)
const { id } = (await create()).data.createContract.contract

const secret = 'secret-key'
const long = (length: number) => 'x'.repeat(length)
const endpoints = (...rpcUrls: string[]) => ({ rpcConfigs: [{ chain: 'lisk', rpcUrls }] })
const params = (analysisParams: object) => ({ analysisParams })
const rival = (values: object) => ({ competitors: [{ address, chain: 'lisk', ...values }] })

/** Rejected when creating and when changing a contract. */
const wrong: readonly (readonly [string, object, string])[] = [
  ['an empty name', { name: ' ' }, 'name'],
  ['a long name', { name: long(256) }, 'name'],
  ['a NUL', { name: 'a\0b' }, 'name'],
  ['a lone surrogate', { description: '\ud800' }, 'description'],
  ['a long description', { description: long(10_001) }, 'description'],
  ['a long target name', { targetName: long(256) }, 'targetName'],
  ['a wrong address', { targetAddress: address.slice(1), targetChain: 'ethereum' }, 'targetAddress'],
  ['an empty chain', { targetChain: '' }, 'targetChain'],
  ['a long chain', { targetChain: long(51) }, 'targetChain'],
  ['a wrong ABI', { targetAbi: '{}' }, 'targetAbi'],
  ['an ABI that is too long', { targetAbi: long(500_001) }, 'targetAbi'],
  ['an empty tag', { tags: ['a', ''] }, 'tags.1'],
  ['a long tag', { tags: [long(101)] }, 'tags.0'],
  ['too many tags', { tags: Array.from({ length: 51 }, (_, place) => `${place}`) }, 'tags'],
  ['a competitor with a wrong address', rival({ address: '' }), 'competitors.0.address'],
  ['a competitor with a long chain', rival({ chain: long(51) }), 'competitors.0.chain'],
  ['a competitor with a long name', rival({ name: long(256) }), 'competitors.0.name'],
  ['a competitor with a wrong ABI', rival({ abi: '[1]' }), 'competitors.0.abi'],
  ['too many competitors', { competitors: Array(101).fill({ address, chain: 'lisk' }) }, 'competitors'],
  [
    'two names of one chain',
    { rpcConfigs: ['eth', 'Mainnet'].map((chain) => ({ chain, rpcUrls: ['https://a.example'] })) },
    'rpcConfigs.1.chain',
  ],
  ['text that is not a URL', endpoints('https://a.example', `a.example/${secret}`), 'rpcConfigs.0.rpcUrls.1'],
  ['a file URL', endpoints(`file:///etc/${secret}`), 'rpcConfigs.0.rpcUrls.0'],
  ['a javascript URL', endpoints(`javascript:${secret}`), 'rpcConfigs.0.rpcUrls.0'],
  ['a NUL in a URL', endpoints(`https://a.example/${secret}\0`), 'rpcConfigs.0.rpcUrls.0'],
  ['a long URL', endpoints(`https://a.example/${secret}${long(2048)}`), 'rpcConfigs.0.rpcUrls.0'],
  ['an endpoint without URLs', endpoints(), 'rpcConfigs.0.rpcUrls'],
  ['too many URLs', endpoints(...Array(21).fill(`https://a.example/${secret}`)), 'rpcConfigs.0.rpcUrls'],
  [
    'a chain twice',
    { rpcConfigs: Array(2).fill({ chain: 'lisk', rpcUrls: ['ws://a'] }) },
    'rpcConfigs.1.chain',
  ],
  ['an endpoint without a chain', { rpcConfigs: [{ chain: '', rpcUrls: ['ws://a'] }] }, 'rpcConfigs.0.chain'],
  ['too many chains', { rpcConfigs: Array(51).fill({ chain: 'lisk', rpcUrls: ['ws://a'] }) }, 'rpcConfigs'],
  ['a block range of zero', params({ blockRange: 0 }), 'analysisParams.blockRange'],
  ['null for the block range', params({ blockRange: null }), 'analysisParams.blockRange'],
  ['a threshold in exponent notation', params({ whaleThreshold: '1e3' }), 'analysisParams.whaleThreshold'],
  ['a negative threshold', params({ whaleThreshold: '-1' }), 'analysisParams.whaleThreshold'],
  [
    'a threshold with too many digits',
    params({ whaleThreshold: '1234567890123' }),
    'analysisParams.whaleThreshold',
  ],
  [
    'a threshold with too many decimals',
    params({ whaleThreshold: '0.123456789' }),
    'analysisParams.whaleThreshold',
  ],
  ['no concurrent requests', params({ maxConcurrentRequests: 0 }), 'analysisParams.maxConcurrentRequests'],
  ['too many requests', params({ maxConcurrentRequests: 1001 }), 'analysisParams.maxConcurrentRequests'],
  ['a timeout of zero', params({ failoverTimeoutMs: 0 }), 'analysisParams.failoverTimeoutMs'],
  ['negative retries', params({ maxRetries: -1 }), 'analysisParams.maxRetries'],
  ['too many retries', params({ maxRetries: 101 }), 'analysisParams.maxRetries'],
  ['an unknown format', params({ outputFormats: ['CSV', 'OTHER'] }), 'analysisParams.outputFormats.1'],
  ['custom parameters that are an array', params({ customParams: [1] }), 'analysisParams.customParams'],
  ['null for custom parameters', params({ customParams: null }), 'analysisParams.customParams'],
  ['a NUL in custom parameters', params({ customParams: { a: '\0' } }), 'analysisParams.customParams'],
]

test.each(wrong)(
  '%s is rejected with the path of the argument, and without the value',
  async (_what, values, field) => {
    const argument = `input.${field}`
    for (const answer of [await create(values), await update({ id, ...values })]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
      expect(answer.errors[0]?.message).toContain(argument)
      expect(answer.text).not.toContain(secret)
    }
  },
)

test.each([
  ['updateContract', update, { id: 'x' }, 'id'],
  ['duplicateContract', duplicate, { id: 'x' }, 'id'],
  ['duplicateContract', duplicate, { id, name: '' }, 'name'],
  ['addCompetitor', addCompetitor, { contractId: 'x', competitor: { address, chain: 'lisk' } }, 'contractId'],
  [
    'addCompetitor',
    addCompetitor,
    { contractId: id, competitor: { address: '', chain: 'lisk' } },
    'competitor.address',
  ],
  ['addContractTags', addTags, { contractId: '', tags: [] }, 'contractId'],
  ['addContractTags', addTags, { contractId: id, tags: [''] }, 'tags.0'],
  ['removeContractTags', removeTags, { contractId: '1', tags: [] }, 'contractId'],
  ['removeContractTags', removeTags, { contractId: id, tags: ['\0'] }, 'tags.0'],
])('%s rejects an invalid argument with its path', async (_mutation, call, input, field) => {
  const { errors } = await call(input)

  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `input.${field}` } }])
})

test('the largest allowed values are stored', async () => {
  const analysisParams = {
    ...{
      blockRange: 2_147_483_647,
      whaleThreshold: '999999999999.99999999',
      failoverTimeoutMs: 2_147_483_647,
    },
    ...{ maxConcurrentRequests: 1000, maxRetries: 100, outputFormats: [] },
  }
  const { errors } = await create({
    ...{ name: long(255), targetName: long(255), targetChain: long(50), targetAddress: long(255) },
    tags: Array.from({ length: 50 }, (_, place) => `${place}`.padStart(100)),
    rpcConfigs: Array.from({ length: 50 }, (_, place) => ({
      chain: `${place}`.padEnd(50, '-'),
      rpcUrls: Array(20).fill('wss://a.example'),
    })),
    analysisParams,
  })

  expect(errors).toEqual([])
})

test('RPC URLs are never logged, whether they are stored or rejected', async () => {
  await create(endpoints(`https://a.example/${secret}`))
  await update({ id, ...endpoints(`wss://a.example/${secret}`) })
  await create({ ...endpoints(`https://a.example/${secret}`), idempotencyKey: '' })

  expect(api.log()).toContain('request')
  expect(api.log()).not.toContain(secret)
})
