import { badArgument } from '../errors.ts'

/** Levels of wrappers around an ABI, such as an explorer's answer with a text in JSON. */
const maxWrappers = 5

/** What a text contains: the entries of an ABI, and the text that is stored. */
export interface UnwrappedAbi {
  readonly entries: unknown
  /** The text itself if it is not wrapped. */
  readonly text: string
}

/**
 * Finds the ABI in JSON text: an array of entries, or something that contains one:
 * - an artifact of Hardhat, Foundry, Truffle, Vyper, Scarb or Sourcify, or a compiler's output for one contract,
 * - the answer of Etherscan, Blockscout or Tronscan,
 * - JSON text in JSON.
 *
 * Anything else is returned as it is, for the check of entries.
 * @throws AppError BAD_USER_INPUT that names the argument: no JSON, several contracts, or an answer without an ABI.
 */
export function unwrapAbi(text: string, argument: string): UnwrappedAbi {
  // Some editors write a byte order mark.
  const marked = text.replace(/^\uFEFF/, '')
  let current: UnwrappedAbi = { entries: parseJson(marked, argument), text: marked }
  for (let level = 0; level < maxWrappers; level++) {
    const { entries } = current
    const inner = typeof entries === 'string' ? entries : findInner(entries, argument)
    if (inner === undefined) return current
    current =
      typeof inner === 'string'
        ? { entries: parseJson(inner, argument), text: inner }
        : { entries: inner, text: JSON.stringify(inner) }
  }
  return current
}

function parseJson(text: string, argument: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The message of the parser quotes the text.
    throw badArgument(argument, 'must be an ABI in JSON')
  }
}

type Members = Readonly<Record<string, unknown>>

/** The value or JSON text inside a wrapper; undefined for anything else. */
function findInner(value: unknown, argument: string): unknown {
  if (Array.isArray(value)) return findInSources(value)
  if (!isObject(value)) return undefined
  if (isObject(value.contracts)) return findOnly(listCompiled(value.contracts), argument)
  const compiled = listCompiled(value)
  if (compiled.length > 0) return findOnly(compiled, argument)
  if (isAnswer(value)) return findInAnswer(value, argument)
  // `entrys` is TRON's spelling; `output` is in the compiler's metadata, which Sourcify stores.
  return value.abi ?? value.ABI ?? value.entrys ?? value.output ?? value.data ?? undefined
}

/** `getsourcecode` returns a list with one member, whose ABI is a text. */
function findInSources(list: readonly unknown[]): unknown {
  const [source] = list
  return list.length === 1 && isObject(source) && typeof source.ABI === 'string' ? source.ABI : undefined
}

interface Compiled {
  readonly name: string
  readonly abi: unknown
}

/** The contracts of a compiler's output, by name or by file and name. */
function listCompiled(contracts: Members): readonly Compiled[] {
  return Object.entries(contracts).flatMap(([name, contract]) => {
    if (!isObject(contract)) return []
    if (contract.abi != null) return isName(name) ? [{ name, abi: contract.abi }] : []
    return Object.entries(contract).flatMap(([inner, part]) =>
      isName(name) && isObject(part) && part.abi != null ? [{ name: inner, abi: part.abi }] : [],
    )
  })
}

/** A file, or a contract. Members of artifacts and answers begin with a lower-case letter, and have no extension. */
function isName(key: string): boolean {
  return /[.:/]/.test(key) || /^[A-Z_$]/.test(key)
}

function findOnly(compiled: readonly Compiled[], argument: string): unknown {
  // The ABIs of interfaces and libraries may be empty.
  const [only, ...others] = compiled
  if (only !== undefined && others.length === 0) return only.abi
  throw badArgument(
    argument,
    `has the ABIs of ${compiled.length} contracts. Send the ABI of one: contracts.<file>.<name>.abi`,
  )
}

function isAnswer(value: Members): boolean {
  return 'result' in value && ('status' in value || 'message' in value || 'jsonrpc' in value)
}

/** On failure, Etherscan's `result` is a sentence. */
function findInAnswer({ result }: Members, argument: string): unknown {
  if (isObject(result) || Array.isArray(result)) return result
  if (typeof result === 'string' && /^\s*[[{]/.test(result)) return result
  throw badArgument(
    argument,
    "is an explorer's answer without an ABI. Verify the contract's source code there, or send the ABI of the compiler",
  )
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
