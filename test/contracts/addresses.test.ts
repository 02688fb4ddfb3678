import { expect, test } from 'vitest'
import { checkAddress } from '../../src/contracts/address.rules.ts'
import { problemOf } from '../support/invalid-argument.ts'

// Examples from EIP-55.
const checksummed = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
]
const lower = checksummed[0]?.toLowerCase() ?? ''
const check = (address: string, chain: string) => checkAddress(address, chain, 'input.address')
const codesOf = (address: string, chain: string) => check(address, chain).map(({ code }) => code)

test.each([
  ...checksummed.map((address) => ['ethereum', address]),
  ['Ethereum', lower],
  ['lisk', `0x${lower.slice(2).toUpperCase()}`],
  ['starknet', '0x1'],
  ['starknet', `0x0${'4'.repeat(63)}`],
])('on %s, %s is an address', (chain, address) => {
  expect(check(address, chain)).toEqual([])
})

test.each([
  ['ethereum', ''],
  ['ethereum', lower.slice(0, 21)],
  ['ethereum', lower.slice(2)],
  ['ethereum', `${lower}0`],
  ['ethereum', `${lower}\n`],
  ['ethereum', ` ${lower}`],
  ['lisk', `0x${'4'.repeat(64)}`],
  ['starknet', '0x'],
  ['starknet', `0x${'4'.repeat(65)}`],
  ['starknet', '0xg'],
  ['solana', ''],
  ['solana', ' '],
  ['solana', 'a\0b'],
  ['solana', '\ud800'],
  ['solana', 'x'.repeat(256)],
])('on %s, %j is rejected with the path of the argument', (chain, address) => {
  const error = expect.objectContaining({
    code: 'BAD_USER_INPUT',
    details: problemOf('input.address'),
  })
  expect(() => check(address, chain)).toThrow(error)
})

test('a wrong checksum causes a warning, because it may be a typo', () => {
  const [first = ''] = checksummed
  expect(codesOf(first.replace('aA', 'AA'), 'ethereum')).toEqual(['address_checksum'])
})

test('on an unknown chain, any text is accepted with a warning', () => {
  const [warning] = check('7EYnhQoR9YM3N7UoaKRoA44Uy8JeaZV3qyouov87awMs', 'solana')
  expect(warning).toMatchObject({ code: 'unknown_chain', field: 'input.address' })
})
