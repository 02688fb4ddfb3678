import { expect, test } from 'vitest'
import { checkAbi } from '../../src/contracts/abi.rules.ts'

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
  ['a function without inputs', [{ ...transfer, inputs: undefined }], 'see 0.inputs'],
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
  const details = expect.objectContaining({ argument: 'input.targetAbi' })
  expect(() => check(abi)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', details, message: expect.stringContaining(place) }),
  )
})
