import { requireJson, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import { z } from '../zod.ts'
import { unwrapAbi } from './abi-artifact.rules.ts'
import { findChainFamily } from './address.rules.ts'

/** Characters. The ABIs of the largest contracts have about 200,000. */
const maxAbiLength = 500_000

// Names of inputs may be empty, and compilers may add other members. Explorers write null for a missing member.

const bits = Array.from({ length: 32 }, (_, index) => 8 * (index + 1)).join('|')
const identifier = String.raw`[A-Za-z_$][\w$]*`
/** `decimal` is Vyper's, `trcToken` TRON's. */
const elementaryType = `address( payable)?|bool|string|function|tuple|bytes([1-9]|[12]\\d|3[0-2])?|byte|u?int(${bits})?|u?fixed(\\d+x\\d+)?|decimal|trcToken`
/** Types in the functions of a library have their names in the source: contracts, enums, and structs in storage. */
const namedType = String.raw`${identifier}(\.${identifier})+|[A-Z_$][\w$]*`
const solidityType = new RegExp(
  String.raw`^((${elementaryType})(\[\d*\])*|(${namedType})(\[\d*\])*|mapping\(.{1,1000}\)(\[\d*\])*)( storage)?$`,
)
const solidityName = z.string().regex(/^[A-Za-z_$][\w$]*$/)

const solidityParameter: z.ZodType<{ type: string; components?: unknown }> = z.preprocess(
  withoutNulls,
  z
    .object({
      name: z.string().optional(),
      type: z.string().regex(solidityType),
      components: z.lazy(() => z.array(solidityParameter)).optional(),
    })
    .refine(({ type, components = [] }) => type.startsWith('tuple') || components.length === 0)
    .refine(({ type, components }) => !type.startsWith('tuple') || components !== undefined),
)
const solidityParameters = z.array(solidityParameter).optional()

const solidityEntry = z.preprocess(
  normalizeEntry,
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('function'),
      name: solidityName,
      inputs: solidityParameters,
      outputs: solidityParameters,
      stateMutability: z.enum(['pure', 'view', 'nonpayable', 'payable']).optional(),
    }),
    z.object({ type: z.literal(['event', 'error']), name: solidityName, inputs: solidityParameters }),
    z.object({ type: z.literal('constructor'), inputs: solidityParameters }),
    z.object({ type: z.literal(['fallback', 'receive']) }),
  ]),
)

/** The type of a function may be missing. TRON writes words with a capital letter. */
function normalizeEntry(entry: unknown): unknown {
  const { type = 'function', stateMutability, ...others } = Object(withoutNulls(entry))
  if (typeof entry !== 'object' || entry === null) return entry
  const mutability = stateMutability === undefined ? {} : { stateMutability: toSmall(stateMutability) }
  return { ...others, type: toSmall(type), ...mutability }
}

function toSmall(word: unknown): unknown {
  return typeof word === 'string' && /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
}

const cairoName = z.string().min(1)
const cairoMembers = z.array(z.object({ name: cairoName, type: cairoName }))

const cairoEntry: z.ZodType = z.preprocess(
  withoutNulls,
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal(['function', 'l1_handler', 'constructor']),
      name: cairoName,
      inputs: cairoMembers.optional(),
    }),
    z.object({ type: z.literal('struct'), name: cairoName, members: cairoMembers.optional() }),
    z.object({ type: z.literal('enum'), name: cairoName, variants: cairoMembers.optional() }),
    z.object({ type: z.literal('event'), name: cairoName }),
    z.object({
      type: z.literal('interface'),
      name: cairoName,
      items: z.lazy(() => z.array(cairoEntry)),
    }),
    z.object({ type: z.literal('impl'), name: cairoName, interface_name: cairoName }),
  ]),
)

const solidityAbi = z.array(solidityEntry)
const cairoAbi = z.array(cairoEntry)
const abiOfFamily = { evm: solidityAbi, starknet: cairoAbi } as const

/**
 * Checks the ABI of a contract on the chain: a JSON array of entries in the format of the Solidity, Vyper or Cairo
 * compiler. Either format is accepted for an unknown chain.
 * @returns the ABI: the text itself, or the ABI from an artifact or an explorer's answer.
 * @throws AppError BAD_USER_INPUT with the path of the argument and of the invalid entry.
 */
export function checkAbi(abi: string, chain: string, argument: string): string {
  const { entries, text } = unwrapAbi(requireText(abi, argument, { max: maxAbiLength }), argument)
  // Also limits the nesting depth, which the checks below rely on.
  requireJson(entries, argument)
  const family = findChainFamily(chain)
  if (family === undefined && cairoAbi.safeParse(entries).success) return text
  const { error } = abiOfFamily[family ?? 'evm'].safeParse(entries)
  if (error === undefined) return text
  throw badArgument(argument, explain(entries, error.issues[0]?.path.join('.') ?? ''))
}

/**
 * The ABI from an artifact or an explorer's answer, without a check of its entries.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function unwrapAbiText(abi: string, argument: string): string {
  return unwrapAbi(requireText(abi, argument, { max: maxAbiLength }), argument).text
}

function explain(entries: unknown, path: string): string {
  if (!Array.isArray(entries))
    return 'must be an ABI: an array of entries, an artifact of a compiler, or the answer of an explorer'
  const isReadable = entries.some((entry) => /^(function|event|error|constructor)\b.*\(/.test(String(entry)))
  const hint = isReadable ? '. It is a human-readable ABI; send the JSON of the compiler' : ''
  return `is not an ABI: see ${path}${hint}`
}
