import { expect, test } from 'vitest'
import {
  insertAnalysis,
  insertContract,
  insertInterpretation,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { db, idsOf, search } from './search-calls.ts'

const reader = await insertUser(db)
const user_id = reader.id
/** The ids of the rows by their names in the table below. */
const ids = new Map<string, string>()

/** An account on TON in its raw form and in Base64. */
const ton = {
  raw: `0:${'ab'.repeat(32)}`,
  base64: `EQ${Buffer.from(`11${'00'}${'ab'.repeat(32)}0000`, 'hex')
    .toString('base64url')
    .slice(2)}`,
}

const contracts = {
  poolside: { name: 'Uniswap Poolside', target_address: '0x1F98431c8aD98523631AE4a59f267346ea31F984' },
  pool: { name: 'Uniswap Pool', target_address: '0x8ad599c3A0ff1De082011EFDDc58f1908eb6e6D8' },
  mine: { name: 'Mine', target_address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48' },
  solana: {
    name: 'Raydium',
    target_address: '675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8',
    target_chain: 'solana',
  },
  starknet: {
    ...{ name: 'Strk', target_chain: 'Starknet' },
    target_address: '0x049d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7',
  },
  sui: { name: 'Coin', target_address: `0x${'0'.repeat(63)}2::sui::SUI`, target_chain: 'sui' },
  tron: { name: 'Tether', target_address: `41${'c5'.repeat(20)}`, target_chain: 'trx' },
  xdc: { name: 'Plugin', target_address: `xdc${'d6'.repeat(20)}`, target_chain: 'xdc' },
  ton: { name: 'Jetton', target_address: ton.base64, target_chain: 'ton' },
}
for (const [key, values] of Object.entries(contracts)) {
  ids.set(key, (await insertContract(db, { user_id, ...values })).id)
}

const sessions = {
  governance: { title: 'Governance forum' },
  cafe: { title: 'Café Zürich' },
  cjk: { title: '流動性マイニングの報酬' },
  felt: {
    ...{ title: 'Wormhole', contract_chain: 'starknet' },
    contract_address: '0x49D36570D4E46F48E99674BD3FCC84644DDD6B96F7C741B1562B82F9E004DC7',
  },
}
for (const [key, values] of Object.entries(sessions))
  ids.set(key, (await insertSession(db, { user_id, ...values })).id)

const texts = {
  feeds: 'Gas feeds are published hourly',
  fee: 'The gas fee was high',
  feesOfGas: 'A fee for the gas',
  camel: 'Call swapExactTokensForETH with a deadline',
  snake: 'Read max_priority_fee from the header',
  dotted: 'block.timestamp is the time',
  url: 'See https://docs.aave.com/developers/flash-loans?tab=api',
  slash: 'deposits/withdrawals per day',
  address: 'Sent to 0xdAC17F958D2ee523a2206206994597C13D831ec7 today',
  swapping: 'Swapping is cheap',
  swap: 'One swap failed',
  library: 'The library was audited',
  chinese: '我们的智能合约审计完成了',
  korean: '한국어로 작성된 보고서',
  thai: 'ตลาดสินทรัพย์ดิจิทัล',
  naive: 'A naïve façade by Łukasz and Søren in a coöperation',
  fullwidth: 'Ｅｔｈｅｒｅｕｍ ﬁnality',
  cyrillic: 'Ликвидность ПУЛА выросла',
  decomposed: 'The re\u0301sume\u0301 of a trader',
  apostrophe: 'The trader’s wallet',
  number: 'TVL is 1,250,000 dollars at 3.5%',
  hyphen: 'cross-chain bridge',
}
const session = await insertSession(db, { user_id, title: 'Notes' })
for (const [key, content] of Object.entries(texts))
  ids.set(key, await insertMessage(db, session, { content }))

const analyses = {
  reverted: { analysis_type: 'competitive', error_message: 'execution reverted: INSUFFICIENT_OUTPUT_AMOUNT' },
  scan: { analysis_type: 'quick_scan', contract_address: '0x514910771AF9Ca656af840dff83E8264EcF986CA' },
  feltScan: {
    analysis_type: 'quick_scan',
    contract_chain: 'starknet',
    error_message: 'no class hash',
    contract_address: '0x0049d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7',
  },
  ofMine: {
    analysis_type: 'single',
    config_id: ids.get('mine') ?? null,
    error_message: 'timeout of the node',
  },
  retention: { analysis_type: 'comparative', config_id: ids.get('mine') ?? null },
  legacy: {
    analysis_type: 'single',
    contract_chain: 'base',
    results: JSON.stringify({
      aiInterpretation: { interpretation: { risks: ['Whales dominate the supply'] }, success: true },
    }),
  },
  older: { analysis_type: 'single', results: JSON.stringify({ interpretation: 'Bots inflate the volume' }) },
} as const
for (const [key, values] of Object.entries(analyses)) {
  ids.set(key, (await insertAnalysis(db, { contract_chain: 'lisk', ...values, user_id })).id)
}
const interpretations = [
  'Churn fell after the airdrop',
  { summary: 'Cohorts plateau', findings: [{ title: 'Sybil clusters', score: 3 }, 'A verdict\nConcluded'] },
]
await insertInterpretation(db, { id: ids.get('retention') ?? '', user_id }, interpretations)

/** A query, and the rows that it finds. */
const table: readonly (readonly [query: string, ...rows: string[]])[] = [
  // Exclusion and phrases.
  ['uniswap -pool', 'poolside'],
  ['uniswap -poolside', 'pool'],
  ['-pool uniswap', 'poolside'],
  ['gas -"gas fee"', 'feeds', 'feesOfGas'],
  ['"gas fee"', 'fee'],
  ['"gas feed"'],
  ['"gas feeds"', 'feeds'],
  ['"fee gas"'],
  ['"fee for the gas"', 'feesOfGas'],
  ['"gas fee', 'fee'],
  ['"uniswap pool"', 'pool'],
  ['"swap"', 'swap', 'camel'],
  ['"swapping"', 'swapping'],
  ['swap -swapping -swapexacttokensforeth -camel failed', 'swap'],
  ['governance OR audited', 'governance', 'library'],
  ['"gas fee" OR "swap failed"', 'fee', 'swap'],
  // Only the last word is a prefix.
  ['uniswap poo', 'poolside', 'pool'],
  ['deadl call'],
  ['gas fee', 'feeds', 'fee', 'feesOfGas'],
  ['fee gas', 'fee', 'feesOfGas'],
  ['publ', 'feeds'],
  // Words inside longer ones.
  ['exact', 'camel'],
  ['tokens deadline', 'camel'],
  ['swapExactTokens', 'camel'],
  ['swapexacttokens', 'camel'],
  ['"exact tokens"', 'camel'],
  ['swapExactTokensForETH deadline', 'camel'],
  ['priority', 'snake'],
  ['max_priority_fee', 'snake'],
  ['timestamp', 'dotted'],
  ['block.timestamp', 'dotted'],
  ['aave', 'url'],
  ['docs.aave.com', 'url'],
  ['loans tab', 'url'],
  ['https://docs.aave.com/developers', 'url'],
  ['withdrawals day', 'slash'],
  ['chain bridge', 'hyphen'],
  ['cross-chain', 'hyphen'],
  ['insufficient amount', 'reverted'],
  // Addresses.
  ['0xdac17f958d2e', 'address'],
  ['dac17f958d2e', 'address'],
  ['0x1f98431c', 'poolside'],
  ['ea31F984', 'poolside'],
  ['0x8ad5…e6D8', 'pool'],
  ['0x8ad5...e6d8', 'pool'],
  ['9H24wFSU', 'solana'],
  ['af840dff83', 'scan'],
  // Whole addresses, in any spelling.
  ['0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7', 'starknet', 'felt', 'feltScan'],
  ['0x00000049D36570D4E46F48E99674BD3FCC84644DDD6B96F7C741B1562B82F9E004DC7', 'starknet', 'felt', 'feltScan'],
  // The contract has a similar address.
  ['class 0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7', 'feltScan', 'starknet'],
  ['"0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7" wormhole', 'felt'],
  ['strk OR wormhole -0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7', 'starknet'],
  ['starknet -0x49d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7'],
  ['0x2::sui::SUI', 'sui'],
  [`0x${'C5'.repeat(20)}`, 'tron'],
  [`0x${'d6'.repeat(20)}`, 'xdc'],
  [ton.raw, 'ton'],
  ['0xDAC17F958D2EE523A2206206994597C13D831EC7', 'address'],
  ['514910771af9ca656af840dff83e8264ecf986ca', 'scan'],
  // English stems, both ways.
  ['swaps', 'swapping', 'swap', 'camel'],
  ['swapped today'],
  ['libraries', 'library'],
  ['auditing', 'library'],
  ['publishing hourly', 'feeds'],
  ['traders', 'decomposed', 'apostrophe'],
  // Accents and compatibility forms.
  ['naive', 'naive'],
  ['façade', 'naive'],
  ['lukasz soren cooperation', 'naive'],
  ['zurich', 'cafe'],
  ['CAFÉ', 'cafe'],
  ['resume', 'decomposed'],
  ['résumé trader', 'decomposed'],
  ['ethereum finality', 'fullwidth'],
  ['пула', 'cyrillic'],
  // Scripts without spaces.
  ['合约', 'chinese'],
  ['智能合约', 'chinese'],
  ['约合'],
  ['マイニング', 'cjk'],
  ['ﾏｲﾆﾝｸﾞ', 'cjk'],
  ['작성', 'korean'],
  ['สินทรัพย์', 'thai'],
  // Numbers and punctuation.
  ['1,250,000', 'number'],
  ['3.5%', 'number'],
  ["trader's", 'apostrophe'],
  // Typos in names and titles.
  ['uniswp', 'poolside', 'pool'],
  ['goverance', 'governance'],
  ['governance fourm', 'governance'],
  // Analyses.
  ['competitive', 'reverted'],
  ['quick scan', 'scan', 'feltScan'],
  ['lisk reverted', 'reverted'],
  ['timeout node mine', 'ofMine'],
  ['mine -timeout', 'mine', 'retention'],
  // Interpretations, alone and together with what the analysis and its contract say.
  ['airdrop', 'retention'],
  ['churning', 'retention'],
  ['sybil plateau', 'retention'],
  ['airdrop plateau'],
  ['"sybil clusters"', 'retention'],
  ['"clusters sybil"'],
  ['concluded', 'retention'],
  ['findings'],
  ['"mine" airdrop', 'retention'],
  ['comparative sybil mine', 'retention'],
  ['"comparative" "churn fell"', 'retention'],
  ['airdrop -comparative'],
  ['airdrop -sybil', 'retention'],
  ['airdrop -churn'],
  ['competitive OR airdrop', 'reverted', 'retention'],
  ['whales', 'legacy'],
  ['"dominate the supply"', 'legacy'],
  ['base whales', 'legacy'],
  ['whales -base'],
  ['whales -airdrop', 'legacy'],
  ['inflate', 'older'],
]

test.each(table)('the query %j finds %j', async (query, ...rows) => {
  const names = new Map([...ids].map(([name, id]) => [id, name]))

  const found = idsOf(await search({ query, first: 100 }, reader))

  expect(found.map((id) => names.get(id)).toSorted()).toEqual(rows.toSorted())
})
