import { requireJson, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import { z } from '../zod.ts'
import { findChainFamily } from './address.rules.ts'

/** Characters. The ABIs of the largest contracts have about 200,000. */
export const maxAbiLength = 500_000

// Names of inputs may be empty, and compilers may add other members.

const bits = Array.from({ length: 32 }, (_, index) => 8 * (index + 1)).join('|')
const solidityType = new RegExp(
  String.raw`^(address|bool|string|function|tuple|bytes([1-9]|[12]\d|3[0-2])?|u?int(${bits})?|u?fixed(\d+x\d+)?)(\[\d*\])*$`,
)
const solidityName = z.string().regex(/^[A-Za-z_$][\w$]*$/)

const solidityParameter: z.ZodType<{ type: string; components?: unknown }> = z
  .object({
    name: z.string().optional(),
    type: z.string().regex(solidityType),
    components: z.lazy(() => z.array(solidityParameter)).optional(),
  })
  .refine(({ type, components }) => type.startsWith('tuple') === (components !== undefined))
const solidityParameters = z.array(solidityParameter)

const solidityEntry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('function'),
    name: solidityName,
    inputs: solidityParameters,
    outputs: solidityParameters.optional(),
    stateMutability: z.enum(['pure', 'view', 'nonpayable', 'payable']).optional(),
  }),
  z.object({ type: z.literal(['event', 'error']), name: solidityName, inputs: solidityParameters }),
  z.object({ type: z.literal('constructor'), inputs: solidityParameters.optional() }),
  z.object({ type: z.literal(['fallback', 'receive']) }),
])

const cairoName = z.string().min(1)
const cairoMembers = z.array(z.object({ name: cairoName, type: cairoName }))

const cairoEntry: z.ZodType = z.discriminatedUnion('type', [
  z.object({
    type: z.literal(['function', 'l1_handler', 'constructor']),
    name: cairoName,
    inputs: cairoMembers,
  }),
  z.object({ type: z.literal('struct'), name: cairoName, members: cairoMembers }),
  z.object({ type: z.literal('enum'), name: cairoName, variants: cairoMembers }),
  z.object({ type: z.literal('event'), name: cairoName }),
  z.object({
    type: z.literal('interface'),
    name: cairoName,
    items: z.lazy(() => z.array(cairoEntry)),
  }),
  z.object({ type: z.literal('impl'), name: cairoName, interface_name: cairoName }),
])

const solidityAbi = z.array(solidityEntry)
const cairoAbi = z.array(cairoEntry)
const abiOfFamily = { evm: solidityAbi, starknet: cairoAbi } as const

/**
 * Checks the ABI of a contract on the chain: a JSON array of entries in the format of the Solidity or Cairo compiler.
 * Either format is accepted for an unknown chain.
 * @returns the ABI unchanged.
 * @throws AppError BAD_USER_INPUT with the path of the argument and of the invalid entry.
 */
export function checkAbi(abi: string, chain: string, argument: string): string {
  const entries = parseJson(requireText(abi, argument, { max: maxAbiLength }), argument)
  // Also limits the nesting depth, which the checks below rely on.
  requireJson(entries, argument)
  const family = findChainFamily(chain)
  if (family === undefined && cairoAbi.safeParse(entries).success) return abi
  const { error } = abiOfFamily[family ?? 'evm'].safeParse(entries)
  if (error === undefined) return abi
  const path = error.issues[0]?.path.join('.') ?? ''
  throw badArgument(
    argument,
    path === '' ? 'must be an ABI: an array of entries' : `is not an ABI: see ${path}`,
  )
}

function parseJson(text: string, argument: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The message of the parser quotes the text.
    throw badArgument(argument, 'must be an ABI in JSON')
  }
}
