import { expect, test } from 'vitest'
import { checkAbi } from '../../src/contracts/abi.rules.ts'
import { problemOf } from '../support/invalid-argument.ts'

const check = (abi: unknown, chain = 'ethereum') =>
  checkAbi(typeof abi === 'string' ? abi : JSON.stringify(abi), chain, 'input.targetAbi')

const transfer = {
  type: 'function',
  name: 'transfer',
  stateMutability: 'nonpayable',
  inputs: [
    { name: 'to', type: 'address', internalType: 'address' },
    { name: '', type: 'uint256' },
  ],
  outputs: [{ name: '', type: 'bool' }],
}
const point = { type: 'tuple[2][]', components: [{ name: 'x', type: 'int8' }, { type: 'bytes32[]' }] }
const balanceOf = {
  type: 'function',
  name: 'balance_of',
  inputs: [{ name: 'account', type: 'core::starknet::contract_address::ContractAddress' }],
  outputs: [{ type: 'core::integer::u256' }],
  state_mutability: 'view',
}
const cairo = [
  { type: 'impl', name: 'TokenImpl', interface_name: 'token::IToken' },
  { type: 'struct', name: 'core::integer::u256', members: [{ name: 'low', type: 'core::integer::u128' }] },
  { type: 'enum', name: 'core::bool', variants: [{ name: 'False', type: '()' }] },
  { type: 'interface', name: 'token::IToken', items: [balanceOf] },
  { type: 'constructor', name: 'constructor', inputs: [] },
  { type: 'event', name: 'token::Event', kind: 'enum', variants: [] },
  { type: 'l1_handler', name: 'deposit', inputs: [{ name: 'amount', type: 'felt' }] },
]

test.each([
  ['nothing', []],
  ['a function', [transfer]],
  ['an event', [{ type: 'event', name: 'Moved', inputs: [{ name: 'x', type: 'uint', indexed: true }] }]],
  ['an error', [{ type: 'error', name: 'Poor', inputs: [point] }]],
  ['a constructor and fallbacks', [{ type: 'constructor' }, { type: 'fallback' }, { type: 'receive' }]],
])('a Solidity ABI may have %s', (_what, abi) => {
  expect(check(abi)).toBe(JSON.stringify(abi))
})

test('a Cairo ABI is accepted on Starknet and on unknown chains', () => {
  expect(() => check(cairo, 'starknet')).not.toThrow()
  expect(() => check(cairo, 'unheard')).not.toThrow()
  expect(() => check([transfer], 'unheard')).not.toThrow()
  expect(() => check(cairo, 'ethereum')).toThrow('is not an ABI: see 0.type')
})

test.each([
  ['an empty text', '', 'characters'],
  ['malformed JSON', '[{"type":', 'an ABI in JSON'],
  ['an object', transfer, 'an array of entries'],
  ['a string in the array', ['transfer'], 'see 0'],
  ['an unknown kind of entry', [transfer, { ...transfer, type: 'procedure' }], 'see 1.type'],
  ['a function without a name', [{ ...transfer, name: '' }], 'see 0.name'],
  ['an entry without a type and a name', [{ inputs: [] }], 'see 0.name'],
  ['a misspelled type', [{ ...transfer, inputs: [{ type: 'adress' }] }], 'see 0.inputs.0.type'],
  [
    'components of a type that has none',
    [{ ...transfer, inputs: [{ ...point, type: 'bool' }] }],
    'see 0.inputs.0',
  ],
  ['a human-readable ABI', ['function transfer(address to)'], 'human-readable ABI'],
  [
    'a list of contracts',
    { contracts: { 'a.sol': { A: { abi: [] }, B: { abi: [] } } } },
    'the ABIs of 2 contracts',
  ],
  ['a failed answer', { status: '0', message: 'NOTOK', result: 'Not verified' }, 'answer without an ABI'],
  ['an unknown type', [{ ...transfer, inputs: [{ type: 'uint257' }] }], 'see 0.inputs.0.type'],
  ['a tuple without components', [{ ...transfer, inputs: [{ type: 'tuple' }] }], 'see 0.inputs.0'],
  [
    'a wrong component',
    [{ ...transfer, inputs: [{ ...point, components: [{}] }] }],
    'see 0.inputs.0.components.0',
  ],
  ['a NUL', '["\0"]', 'NUL'],
  ['too many characters', `[${' '.repeat(500_000)}]`, '500000 characters'],
  ['too many levels', '['.repeat(10_000) + ']'.repeat(10_000), 'levels'],
])('%s is not an ABI, and the error has the path of the entry', (_what, abi, place) => {
  const details = problemOf('input.targetAbi')
  expect(() => check(abi)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', details, message: expect.stringContaining(place) }),
  )
})

// Entries as these programs write them.
const [inputs, outputs] = [[{ name: 'x', type: 'uint256' }], [{ name: '', type: 'bool' }]]
test.each([
  ['solc before 0.5', [{ constant: true, inputs, name: 'f', outputs, payable: false, type: 'function' }]],
  ['solc 0.4, for a fallback', [{ payable: true, stateMutability: 'payable', type: 'fallback' }]],
  ['the specification, without the type of a function', [{ name: 'f', inputs, outputs }]],
  [
    'solc, for a library',
    [
      {
        ...{ type: 'function', name: 'f', outputs: [{ type: 'Set.Kind' }] },
        inputs: [
          { name: 'self', type: 'Set.Data storage', internalType: 'struct Set.Data' },
          { name: 'map', type: 'mapping(address => mapping(uint256 => Set.Data)) storage' },
          { name: 'list', type: 'uint256[] storage' },
          { name: 'token', type: 'IERC20' },
          { name: 'tokens', type: 'Tokens.IERC20[2][]' },
        ],
      },
    ],
  ],
  [
    'Vyper 0.1',
    [
      {
        name: 'f',
        outputs: [{ type: 'decimal', name: 'out', unit: 'wei' }],
        inputs: [],
        constant: true,
        type: 'function',
        gas: 549,
      },
    ],
  ],
  [
    'Vyper 0.2',
    [
      {
        stateMutability: 'view',
        type: 'function',
        name: 'f',
        inputs: [],
        outputs: [{ name: '', type: 'fixed168x10' }],
        gas: 2608,
      },
    ],
  ],
  ['Vyper, for a constructor', [{ stateMutability: 'nonpayable', type: 'constructor', inputs, outputs: [] }]],
  [
    'an explorer, with nulls',
    [
      {
        type: 'function',
        name: 'f',
        inputs: [{ name: null, type: 'uint256', components: null, indexed: null }],
        outputs: null,
        stateMutability: null,
        constant: null,
      },
    ],
  ],
  [
    'an explorer, with empty components',
    [{ type: 'event', name: 'E', inputs: [{ type: 'bool', components: [] }], anonymous: true }],
  ],
  [
    'TRON',
    [
      {
        name: 'f',
        inputs: [{ name: 'to', type: 'trcToken' }],
        stateMutability: 'Nonpayable',
        type: 'Function',
      },
      { name: 'paused', stateMutability: 'View', type: 'Function', outputs },
      { name: 'E', inputs, type: 'Event' },
      { type: 'Constructor', stateMutability: 'Payable' },
      { type: 'Fallback' },
      { type: 'Receive', stateMutability: 'Payable' },
    ],
  ],
])('the entries of %s are accepted unchanged', (_what, abi) => {
  expect(check(abi)).toBe(JSON.stringify(abi))
})

test('the entries of Cairo 0 and of Cairo 2 with nulls are accepted on Starknet', () => {
  const abi = [
    { type: 'struct', name: 'Uint256', size: 2, members: [{ name: 'low', offset: 0, type: 'felt' }] },
    { type: 'event', name: 'Transfer', keys: [], data: [{ name: 'value', type: 'Uint256' }] },
    {
      type: 'function',
      name: 'f',
      inputs: [],
      outputs: null,
      stateMutability: 'view',
      state_mutability: null,
    },
    { type: 'constructor', name: 'constructor', inputs: null },
    { type: 'l1_handler', name: 'handle', inputs: [{ name: 'from', type: 'felt*' }] },
  ]
  expect(check(abi, 'starknet')).toBe(JSON.stringify(abi))
})

const abi = [transfer]
const abiText = JSON.stringify(abi)
test.each([
  [
    'Hardhat',
    {
      _format: 'hh-sol-artifact-1',
      contractName: 'A',
      abi,
      bytecode: '0x',
      linkReferences: { 'L.sol': { L: [] } },
    },
  ],
  [
    'Foundry',
    { abi, bytecode: { object: '0x' }, metadata: { output: { abi: [] } }, ast: { nodes: [] }, id: 1 },
  ],
  ['Truffle', { contractName: 'A', abi, networks: { 1: { address: '0x' } }, schemaVersion: '3.4.16' }],
  [
    'Hardhat build information',
    { id: 'a', input: {}, output: { contracts: { 'A.sol': { A: { abi } } }, sources: {} } },
  ],
  [
    'solc --standard-json',
    { contracts: { 'A.sol': { A: { abi, evm: {} } } }, sources: { 'A.sol': { id: 0 } } },
  ],
  ['solc --combined-json', { contracts: { 'A.sol:A': { abi: abiText, bin: '' } }, version: '0.4.26' }],
  ['Vyper combined JSON', { 'a.vy': { abi, bytecode: '0x' }, version: '0.3.10' }],
  ["the compiler's metadata", { compiler: {}, language: 'Solidity', output: { abi, devdoc: {} } }],
  ['Etherscan', { status: '1', message: 'OK', result: abiText }],
  [
    'Etherscan getsourcecode',
    { status: '1', message: 'OK', result: [{ SourceCode: '', ABI: abiText, ContractName: 'A' }] },
  ],
  ['Blockscout', { abi, is_verified: true, name: 'A' }],
  ['Tronscan', { data: { abi: abiText } }],
  ['a TRON node', { contract_address: '41', abi: { entrys: abi } }],
  ['JSON in JSON', abiText],
])('the ABI in %s is found', (_what, artifact) => {
  expect(check(JSON.stringify(artifact))).toBe(abiText)
})

test('the ABI in the response of a Starknet node is found', () => {
  const text = JSON.stringify(cairo)
  expect(check({ jsonrpc: '2.0', id: 1, result: { sierra_program: [], abi: text } }, 'starknet')).toBe(text)
})

test('a byte order mark is removed', () => {
  expect(check(`\uFEFF${abiText}`)).toBe(abiText)
})

test('a wrong entry in an artifact is named by its place in the ABI', () => {
  expect(() => check({ contractName: 'A', abi: [transfer, { ...transfer, name: '' }] })).toThrow('see 1.name')
})

test.each(['{"abi":'.repeat(50), '{"data":'.repeat(50)])('too many wrappers are not an ABI', (start) => {
  expect(() => check(`${start}[]${'}'.repeat(50)}`)).toThrow('must be an ABI')
})
