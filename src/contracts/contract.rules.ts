import { requireOptionalText, requireText, requireUuid } from '../database/validation.ts'
import { AppError, badArgument, requireFound, requireGiven } from '../errors.ts'
import type { CreateContractInput, UpdateContractInput } from '../generated/graphql.ts'
import { checkAbi, maxAbiLength } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from './address.rules.ts'
import type { ContractChange, ContractRow, NewContract } from './contract.store.ts'
import {
  checkTags,
  type DecodedCompetitor,
  decodeAnalysisParams,
  decodeCompetitors,
  decodeRpcConfigs,
} from './contract-parts.rules.ts'

const maxNameLength = 255
const maxAddressLength = 255
const maxDescriptionLength = 10_000

/**
 * A contract to add, and what is odd about it. A null stands for what was left out.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function decodeNewContract(input: CreateContractInput): {
  contract: NewContract
  warnings: readonly AddressWarning[]
} {
  const { targetAddress, isDefault = false } = input
  const targetChain = checkChain(input.targetChain, 'input.targetChain')
  const ofTarget = checkAddress(targetAddress, targetChain, 'input.targetAddress')
  if (input.targetAbi != null) checkAbi(input.targetAbi, targetChain, 'input.targetAbi')
  const competitors = checkIfAny(input.competitors, 'input.competitors', decodeCompetitors)
  const contract = {
    ...checkTexts(input),
    ...{ name: checkName(input.name, 'input.name'), targetAddress, targetChain, isDefault },
    tags: checkIfAny(input.tags, 'input.tags', checkTags),
    competitors: competitors?.map(({ competitor }) => competitor),
    rpcConfigs: checkIfAny(input.rpcConfigs, 'input.rpcConfigs', decodeRpcConfigs),
    analysisParams: checkIfAny(input.analysisParams, 'input.analysisParams', decodeAnalysisParams),
  }
  return { contract, warnings: [...ofTarget, ...listWarnings(competitors)] }
}

/**
 * What is to become of a contract, and what is odd about it. Address and ABI depend on the chain, and each may change
 * alone: `checkTarget` sees them together.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function decodeContractChange(input: UpdateContractInput): {
  change: ContractChange
  warnings: readonly AddressWarning[]
} {
  const competitors = checkGiven(input.competitors, 'input.competitors', decodeCompetitors)
  const change = {
    ...checkTexts(input),
    name: checkGiven(input.name, 'input.name', checkName),
    targetAddress: checkGiven(input.targetAddress, 'input.targetAddress', (address, argument) =>
      requireText(address, argument, { max: maxAddressLength }),
    ),
    targetChain: checkGiven(input.targetChain, 'input.targetChain', checkChain),
    tags: checkGiven(input.tags, 'input.tags', checkTags),
    competitors: competitors?.map(({ competitor }) => competitor),
    rpcConfigs: checkGiven(input.rpcConfigs, 'input.rpcConfigs', decodeRpcConfigs),
    analysisParams:
      input.analysisParams && decodeAnalysisParams(input.analysisParams, 'input.analysisParams'),
  }
  return { change, warnings: listWarnings(competitors) }
}

/**
 * What is odd about the target of a contract that was changed. What the change left out is not looked at: imported
 * contracts may have any address.
 * @throws AppError BAD_USER_INPUT that names the argument, when address or ABI do not fit the chain.
 */
export function checkTarget(
  { targetAddress, targetChain, targetAbi }: UpdateContractInput,
  contract: Pick<ContractRow, 'targetAddress' | 'targetChain'>,
): readonly AddressWarning[] {
  if (targetAbi != null) checkAbi(targetAbi, contract.targetChain, 'input.targetAbi')
  if (targetAddress === undefined && targetChain === undefined) return []
  return checkAddress(contract.targetAddress, contract.targetChain, 'input.targetAddress')
}

/** The name of a contract. @throws AppError BAD_USER_INPUT that names the argument: empty or too long. */
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

function checkTexts({
  description,
  targetName,
  targetAbi,
}: Pick<UpdateContractInput, 'description' | 'targetName' | 'targetAbi'>) {
  return {
    description: requireOptionalText(description, 'input.description', { max: maxDescriptionLength }),
    targetName: requireOptionalText(targetName, 'input.targetName', { max: maxNameLength }),
    targetAbi: requireOptionalText(targetAbi, 'input.targetAbi', { max: maxAbiLength }),
  }
}

function listWarnings(competitors: readonly DecodedCompetitor[] = []): readonly AddressWarning[] {
  return competitors.flatMap(({ warnings }) => warnings)
}

const maxIds = 100

/** RPC endpoints often hold access keys: only the owner of the contract reads them in full. */
export function mayReadRpcUrls(viewer: { readonly id: string } | null, ownerId: string): boolean {
  return viewer?.id === ownerId
}

/** The URL's host, with the port when it has one; empty for text that is no URL. */
export function toHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/**
 * The ids without repetitions, in their order.
 * @throws AppError BAD_USER_INPUT that names the argument: none, too many, or no UUID.
 */
export function checkIds(ids: readonly string[]): string[] {
  if (ids.length === 0 || ids.length > maxIds) throw badArgument('ids', `must hold 1 to ${maxIds} ids`)
  return [...new Set(ids.map((id, place) => requireUuid(id, `ids.${place}`)))]
}

/** @throws AppError NOT_FOUND unless there is a contract for each id. */
export function requireAll(contracts: readonly ContractRow[], ids: readonly string[]): void {
  const found = new Set(contracts.map(({ id }) => id))
  requireFound(ids.every((id) => found.has(id)) || undefined, 'Contract')
}

/** @throws AppError CONFLICT for an archived contract. */
export function requireActive(contracts: readonly ContractRow[]): void {
  const archived = contracts.filter(({ isActive }) => !isActive).map(({ id }) => id)
  if (archived.length === 0) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { ids: archived },
  })
}

/** @throws AppError CONFLICT for a contract that is not archived. */
export function requireArchived(contracts: readonly ContractRow[]): void {
  const active = contracts.filter(({ isActive }) => isActive).map(({ id }) => id)
  if (active.length === 0) return
  throw new AppError('CONFLICT', 'Only archived contracts can be deleted. Archive them first.', {
    details: { ids: active },
  })
}
