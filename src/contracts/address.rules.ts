import { keccak_256 } from '@noble/hashes/sha3.js'
import { isEvm, toChainIdentity } from '../database/identity.ts'
import { requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'

/** A possible mistake in an address that is accepted. */
export interface AddressWarning {
  readonly code: 'address_checksum' | 'unknown_chain'
  readonly message: string
  /** The path of the argument. */
  readonly field: string
}

export const maxAddressLength = 255
const maxChainLength = 50

/** The family of chains whose address and ABI formats the chain uses; undefined if unknown. Any spelling. */
export function findChainFamily(chain: string): 'evm' | 'starknet' | undefined {
  const identity = toChainIdentity(chain)
  if (isEvm(identity)) return 'evm'
  return identity === 'starknet' ? identity : undefined
}

/**
 * Checks only the length: unknown chains are accepted.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkChain(chain: string, argument: string): string {
  return requireText(chain, argument, { max: maxChainLength })
}

/**
 * Checks the format of an address. For an unknown chain, any text is accepted with a warning.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkAddress(address: string, chain: string, argument: string): readonly AddressWarning[] {
  const family = findChainFamily(chain)
  if (family === 'evm') {
    const description = `"0x" and 40 hexadecimal digits on ${chain}`
    requireFormat(address, argument, { pattern: /^0x[0-9a-f]{40}$/i, description })
    return hasWrongChecksum(address) ? [wrongChecksum(argument)] : []
  }
  if (family === 'starknet') {
    const description = `"0x" and up to 64 hexadecimal digits on ${chain}`
    requireFormat(address, argument, { pattern: /^0x[0-9a-f]{1,64}$/i, description })
    return []
  }
  const description = `1 to ${maxAddressLength} characters`
  requireFormat(address, argument, { pattern: /^[^\0]{1,255}$/su, description })
  return [unknownChain(chain, argument)]
}

/** In EIP-55, the case of each letter is a bit of the hash of the address. An address in one case has no checksum. */
function hasWrongChecksum(address: string): boolean {
  const digits = address.slice(2)
  const lower = digits.toLowerCase()
  if (digits === lower || digits === digits.toUpperCase()) return false
  const hash = Buffer.from(keccak_256(Buffer.from(lower))).toString('hex')
  const checksummed = [...lower].map((digit, index) =>
    Number.parseInt(hash.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return checksummed.join('') !== digits
}

function requireFormat(
  address: string,
  argument: string,
  { pattern, description }: { readonly pattern: RegExp; readonly description: string },
): void {
  if (pattern.test(address) && address.trim() === address && address.isWellFormed()) return
  throw badArgument(argument, `must be an address: ${description}`)
}

function wrongChecksum(field: string): AddressWarning {
  const message =
    'The letter case of the address does not match its EIP-55 checksum. Check the address for typos.'
  return { code: 'address_checksum', message, field }
}

function unknownChain(chain: string, field: string): AddressWarning {
  const message = `The chain "${chain}" is unknown, so the format of the address was not checked.`
  return { code: 'unknown_chain', message, field }
}
