import {
  checkAll,
  checkItems,
  requireOptionalText,
  requireText,
  requireUuid,
} from '../database/validation.ts'
import { AppError, badArgument, requireFound, requireGiven } from '../errors.ts'
import type { CreateContractInput, UpdateContractInput } from '../generated/graphql.ts'
import { checkAbi, unwrapAbiText } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain, maxAddressLength } from './address.rules.ts'
import {
  type AnalysisParamsChange,
  checkTags,
  type DecodedCompetitor,
  decodeAnalysisParams,
  decodeCompetitors,
  decodeRpcConfigs,
  type NewCompetitor,
  type NewRpcConfig,
} from './contract-parts.rules.ts'

const maxNameLength = 255
const maxDescriptionLength = 10_000

/** A change of a contract and its parts. Undefined or omitted fields are unchanged. */
export interface ContractChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly targetAddress?: string | undefined
  readonly targetChain?: string | undefined
  readonly targetName?: string | null | undefined
  readonly targetAbi?: string | null | undefined
  readonly tags?: readonly string[] | undefined
  readonly competitors?: readonly NewCompetitor[] | undefined
  readonly rpcConfigs?: readonly NewRpcConfig[] | undefined
  /** Null for the defaults. */
  readonly analysisParams?: AnalysisParamsChange | null | undefined
}

export interface NewContract extends ContractChange {
  readonly name: string
  readonly targetAddress: string
  readonly targetChain: string
  readonly isDefault: boolean
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeNewContract(input: CreateContractInput): {
  contract: NewContract
  warnings: readonly AddressWarning[]
} {
  const { targetAddress, isDefault = false } = input
  const { target, texts, competitors, ...parts } = checkAll({
    name: () => checkName(input.name, 'input.name'),
    target: () => checkNewTarget(input),
    texts: () => checkTexts(input),
    tags: () => checkIfAny(input.tags, 'input.tags', checkTags),
    competitors: () => checkIfAny(input.competitors, 'input.competitors', decodeCompetitors),
    rpcConfigs: () => checkIfAny(input.rpcConfigs, 'input.rpcConfigs', decodeRpcConfigs),
    analysisParams: () => checkIfAny(input.analysisParams, 'input.analysisParams', decodeAnalysisParams),
  })
  const contract = {
    ...{ ...texts, ...parts, targetAddress, targetChain: target.chain, targetAbi: target.abi, isDefault },
    competitors: competitors?.map(({ competitor }) => competitor),
  }
  return { contract, warnings: [...target.warnings, ...listWarnings(competitors)] }
}

/** The format of address and ABI depends on the chain. */
function checkNewTarget({ targetAddress, targetAbi, targetChain }: CreateContractInput) {
  const chain = checkChain(targetChain, 'input.targetChain')
  const { warnings, abi } = checkAll({
    warnings: () => checkAddress(targetAddress, chain, 'input.targetAddress'),
    abi: () => checkIfAny(targetAbi, 'input.targetAbi', (text, path) => checkAbi(text, chain, path)),
  })
  return { chain, warnings, abi }
}

/**
 * Does not check address and entries of the ABI: their format depends on the chain, which the change may not include. `checkTarget`
 * checks them against the changed contract.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function decodeContractChange(input: UpdateContractInput): {
  change: ContractChange
  warnings: readonly AddressWarning[]
} {
  const { texts, competitors, ...parts } = checkAll({
    texts: () => checkTexts(input),
    name: () => checkGiven(input.name, 'input.name', checkName),
    targetAddress: () =>
      checkGiven(input.targetAddress, 'input.targetAddress', (address, argument) =>
        requireText(address, argument, { max: maxAddressLength }),
      ),
    targetChain: () => checkGiven(input.targetChain, 'input.targetChain', checkChain),
    targetAbi: () =>
      input.targetAbi == null ? input.targetAbi : unwrapAbiText(input.targetAbi, 'input.targetAbi'),
    tags: () => checkGiven(input.tags, 'input.tags', checkTags),
    competitors: () => checkGiven(input.competitors, 'input.competitors', decodeCompetitors),
    rpcConfigs: () => checkGiven(input.rpcConfigs, 'input.rpcConfigs', decodeRpcConfigs),
    analysisParams: () =>
      input.analysisParams && decodeAnalysisParams(input.analysisParams, 'input.analysisParams'),
  })
  const change = { ...texts, ...parts, competitors: competitors?.map(({ competitor }) => competitor) }
  return { change, warnings: listWarnings(competitors) }
}

/**
 * Checks address and ABI of a contract after a change. Ignores what the change does not include: imported contracts may
 * have any address.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkTarget(
  { targetAddress, targetChain, targetAbi }: UpdateContractInput,
  contract: { readonly targetAddress: string; readonly targetChain: string },
): readonly AddressWarning[] {
  const isSameTarget = targetAddress === undefined && targetChain === undefined
  const { warnings } = checkAll({
    abi: () => (targetAbi == null ? undefined : checkAbi(targetAbi, contract.targetChain, 'input.targetAbi')),
    warnings: () =>
      isSameTarget ? [] : checkAddress(contract.targetAddress, contract.targetChain, 'input.targetAddress'),
  })
  return warnings
}

/** Other contracts of the owner, by what they have in common with a contract. */
export interface Duplicates {
  readonly byName: string | undefined
  readonly byTarget: string | undefined
}

interface DuplicateWarning {
  readonly code: 'duplicate'
  readonly message: string
  /** The path of the argument. */
  readonly field: string
  readonly duplicateOfId: string
}

export type InputWarning = AddressWarning | DuplicateWarning

/** Warns only of what the input sets. */
export function warnOfDuplicates(
  { name, targetAddress, targetChain }: Pick<UpdateContractInput, 'name' | 'targetAddress' | 'targetChain'>,
  { byName, byTarget }: Duplicates,
): readonly DuplicateWarning[] {
  const warnings: DuplicateWarning[] = []
  if (name != null && byName !== undefined) {
    const message = 'Another contract has the same name.'
    warnings.push({ code: 'duplicate', message, field: 'input.name', duplicateOfId: byName })
  }
  if ((targetAddress != null || targetChain != null) && byTarget !== undefined) {
    const message = 'Another contract has the same address and chain.'
    warnings.push({ code: 'duplicate', message, field: 'input.targetAddress', duplicateOfId: byTarget })
  }
  return warnings
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function checkName(name: string, argument: string): string {
  return requireText(name, argument, { max: maxNameLength })
}

function checkGiven<Value, Result>(
  value: Value | null | undefined,
  argument: string,
  check: (value: Value, argument: string) => Result,
): Result | undefined {
  return checkIfAny(requireGiven(value, argument), argument, check)
}

function checkIfAny<Value, Result>(
  value: Value | null | undefined,
  argument: string,
  check: (value: Value, argument: string) => Result,
): Result | undefined {
  return value == null ? undefined : check(value, argument)
}

function checkTexts({ description, targetName }: Pick<UpdateContractInput, 'description' | 'targetName'>) {
  return checkAll({
    description: () => requireOptionalText(description, 'input.description', { max: maxDescriptionLength }),
    targetName: () => requireOptionalText(targetName, 'input.targetName', { max: maxNameLength }),
  })
}

function listWarnings(competitors: readonly DecodedCompetitor[] = []): readonly AddressWarning[] {
  return competitors.flatMap(({ warnings }) => warnings)
}

const maxIds = 100

/** RPC URLs often contain access keys: only the owner of the contract may read them. */
export function mayReadRpcUrls(viewer: { readonly id: string } | null, ownerId: string): boolean {
  return viewer?.id === ownerId
}

/** The host of the URL, including the port; empty for text that is not a URL. */
export function toHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/**
 * Checks `input.ids`, removes duplicates and keeps the order.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkIds(ids: readonly string[]): string[] {
  const argument = 'input.ids'
  if (ids.length === 0 || ids.length > maxIds)
    throw badArgument(argument, `must have 1 to ${maxIds} ids`, 'LENGTH')
  return [...new Set(checkItems(ids, argument, requireUuid))]
}

/** @throws AppError NOT_FOUND if a contract is missing. */
export function requireAll(contracts: readonly { readonly id: string }[], ids: readonly string[]): void {
  const found = new Set(contracts.map(({ id }) => id))
  requireFound(ids.every((id) => found.has(id)) || undefined, 'Contract')
}

interface ContractState {
  readonly id: string
  readonly isActive: boolean
}

/** @throws AppError CONFLICT with the ids of archived contracts. */
export function requireActive(contracts: readonly ContractState[]): void {
  const archived = contracts.filter(({ isActive }) => !isActive).map(({ id }) => id)
  if (archived.length === 0) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { ids: archived },
  })
}

/** @throws AppError CONFLICT with the ids of contracts that are not archived. */
export function requireArchived(contracts: readonly ContractState[]): void {
  const active = contracts.filter(({ isActive }) => isActive).map(({ id }) => id)
  if (active.length === 0) return
  throw new AppError('CONFLICT', 'Only archived contracts can be deleted. Archive them first.', {
    details: { ids: active },
  })
}
