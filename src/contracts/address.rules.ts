import { keccak_256 } from '@noble/hashes/sha3.js'
import { requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'

/** What is odd about an address that is accepted all the same. */
export interface AddressWarning {
  readonly code: 'ADDRESS_CHECKSUM' | 'UNKNOWN_CHAIN'
  readonly message: string
  /** The argument that holds the address. */
  readonly field: string
}

const evmChains = new Set(
  `ethereum lisk polygon bsc arbitrum optimism base avalanche fantom gnosis celo linea scroll zksync blast mantle mode
  sonic sepolia holesky lisk-sepolia base-sepolia`.split(/\s+/),
)
const maxAddressLength = 255
const maxChainLength = 50

/** Whose form addresses and ABIs of a chain have; undefined for a chain that we don't know. Without regard to case. */
export function findChainFamily(chain: string): 'evm' | 'starknet' | undefined {
  const name = chain.toLowerCase()
  if (evmChains.has(name)) return 'evm'
  return name === 'starknet' ? name : undefined
}

/**
 * The chain's name, whether we know the chain or not.
 * @throws AppError BAD_USER_INPUT that names the argument: empty or too long.
 */
export function checkChain(chain: string, argument: string): string {
  return requireText(chain, argument, { max: maxChainLength })
}

/**
 * Checks an address against the form that its chain gives to addresses; the chain's name has no regard to case. Of a
 * chain that we don't know any text may be an address.
 * @param argument the path of the argument that holds the address.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function checkAddress(address: string, chain: string, argument: string): readonly AddressWarning[] {
  const family = findChainFamily(chain)
  if (family === 'evm') {
    requireForm(address, /^0x[0-9a-f]{40}$/i, `"0x" and 40 hexadecimal digits on ${chain}`, argument)
    return hasWrongChecksum(address) ? [wrongChecksum(argument)] : []
  }
  if (family === 'starknet') {
    requireForm(address, /^0x[0-9a-f]{1,64}$/i, `"0x" and up to 64 hexadecimal digits on ${chain}`, argument)
    return []
  }
  requireForm(address, /^[^\0]{1,255}$/su, `1 to ${maxAddressLength} characters`, argument)
  return [unknownChain(chain, argument)]
}

/** Wrong by EIP-55: the case of each letter is a bit of the address's hash. Without both cases there is none. */
function hasWrongChecksum(address: string): boolean {
  const digits = address.slice(2)
  const lower = digits.toLowerCase()
  if (digits === lower || digits === digits.toUpperCase()) return false
  const hash = Buffer.from(keccak_256(Buffer.from(lower))).toString('hex')
  const right = [...lower].map((digit, place) =>
    Number.parseInt(hash.charAt(place), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return right.join('') !== digits
}

function requireForm(address: string, form: RegExp, description: string, argument: string): void {
  if (form.test(address) && address.trim() === address && address.isWellFormed()) return
  throw badArgument(argument, `must be an address: ${description}`)
}

function wrongChecksum(field: string): AddressWarning {
  const message =
    'The letters of the address have the wrong case for its checksum (EIP-55). Check for a typing error.'
  return { code: 'ADDRESS_CHECKSUM', message, field }
}

function unknownChain(chain: string, field: string): AddressWarning {
  const message = `The chain "${chain}" is not known, so the form of its addresses was not checked.`
  return { code: 'UNKNOWN_CHAIN', message, field }
}
