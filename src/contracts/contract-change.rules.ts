import { requireText, requireTextOrNone } from '../database/storable.ts'
import { requireGiven } from '../errors.ts'
import type { CreateContractInput, UpdateContractInput } from '../generated/graphql.ts'
import { checkAbi, maxAbiLength } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from './address.rules.ts'
import { checkAnalysisParams } from './analysis-params.rules.ts'
import { type CheckedCompetitor, checkCompetitors } from './competitor.rules.ts'
import type { ContractRow } from './contract.store.ts'
import type { ContractChange, NewContract } from './contract-change.store.ts'
import { checkRpcConfigs } from './rpc-config.rules.ts'
import { checkTags } from './tag.rules.ts'

const maxNameLength = 255
const maxAddressLength = 255
const maxDescriptionLength = 10_000

/**
 * A contract to add, and what is odd about it. A null stands for what was left out.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function checkNewContract(input: CreateContractInput): {
  contract: NewContract
  warnings: readonly AddressWarning[]
} {
  const { targetAddress, isDefault = false } = input
  const targetChain = checkChain(input.targetChain, 'input.targetChain')
  const ofTarget = checkAddress(targetAddress, targetChain, 'input.targetAddress')
  if (input.targetAbi != null) checkAbi(input.targetAbi, targetChain, 'input.targetAbi')
  const competitors = checkIfAny(input.competitors, 'input.competitors', checkCompetitors)
  const contract = {
    ...checkTexts(input),
    ...{ name: checkName(input.name, 'input.name'), targetAddress, targetChain, isDefault },
    tags: checkIfAny(input.tags, 'input.tags', checkTags),
    competitors: competitors?.map(({ competitor }) => competitor),
    rpcConfigs: checkIfAny(input.rpcConfigs, 'input.rpcConfigs', checkRpcConfigs),
    analysisParams: checkIfAny(input.analysisParams, 'input.analysisParams', checkAnalysisParams),
  }
  return { contract, warnings: [...ofTarget, ...listWarnings(competitors)] }
}

/**
 * What is to become of a contract, and what is odd about it. Address and ABI depend on the chain, and each may change
 * alone: `checkTarget` sees them together.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function checkContractChange(input: UpdateContractInput): {
  change: ContractChange
  warnings: readonly AddressWarning[]
} {
  const competitors = checkGiven(input.competitors, 'input.competitors', checkCompetitors)
  const change = {
    ...checkTexts(input),
    name: checkGiven(input.name, 'input.name', checkName),
    targetAddress: checkGiven(input.targetAddress, 'input.targetAddress', (address, argument) =>
      requireText(address, argument, { max: maxAddressLength }),
    ),
    targetChain: checkGiven(input.targetChain, 'input.targetChain', checkChain),
    tags: checkGiven(input.tags, 'input.tags', checkTags),
    competitors: competitors?.map(({ competitor }) => competitor),
    rpcConfigs: checkGiven(input.rpcConfigs, 'input.rpcConfigs', checkRpcConfigs),
    analysisParams: input.analysisParams && checkAnalysisParams(input.analysisParams, 'input.analysisParams'),
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
    description: requireTextOrNone(description, 'input.description', { max: maxDescriptionLength }),
    targetName: requireTextOrNone(targetName, 'input.targetName', { max: maxNameLength }),
    targetAbi: requireTextOrNone(targetAbi, 'input.targetAbi', { max: maxAbiLength }),
  }
}

function listWarnings(competitors: readonly CheckedCompetitor[] = []): readonly AddressWarning[] {
  return competitors.flatMap(({ warnings }) => warnings)
}
