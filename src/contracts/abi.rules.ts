import { requireJson, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import { z } from '../zod.ts'
import { findChainFamily } from './address.rules.ts'

/** Characters. The largest contracts have some 200,000. */
export const maxAbiLength = 500_000

// Names of inputs may be empty, and compilers add members of their own: both pass.

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
 * The text, when it is the ABI of a contract on the chain: JSON, a list of entries in the form of Solidity's compiler
 * or Cairo's; either will do on a chain that we don't know.
 * @throws AppError BAD_USER_INPUT that names the argument and the place that is wrong.
 */
export function checkAbi(abi: string, chain: string, argument: string): string {
  const entries = parseJson(requireText(abi, argument, { max: maxAbiLength }), argument)
  // Bounds the levels too, so that no nesting is too deep for what follows.
  requireJson(entries, argument)
  const family = findChainFamily(chain)
  if (family === undefined && cairoAbi.safeParse(entries).success) return abi
  const { error } = abiOfFamily[family ?? 'evm'].safeParse(entries)
  if (error === undefined) return abi
  const place = error.issues[0]?.path.join('.') ?? ''
  throw badArgument(argument, place === '' ? 'must be an ABI, a list of entries' : `is no ABI: see ${place}`)
}

function parseJson(text: string, argument: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, and says no more than this.
    throw badArgument(argument, 'must be an ABI as JSON text')
  }
}
