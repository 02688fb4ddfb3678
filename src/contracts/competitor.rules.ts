import { requireTextOrNone } from '../database/storable.ts'
import { badArgument } from '../errors.ts'
import type { CompetitorInput } from '../generated/graphql.ts'
import { checkAbi } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from './address.rules.ts'
import type { NewCompetitor } from './competitor.store.ts'

const maxCompetitors = 100
const maxNameLength = 255

export interface CheckedCompetitor {
  readonly competitor: NewCompetitor
  /** What is odd about it. */
  readonly warnings: readonly AddressWarning[]
}

/**
 * A contract to compare with.
 * @param argument its path.
 * @throws AppError BAD_USER_INPUT that names the argument: a wrong address or ABI, a text too long.
 */
export function checkCompetitor(input: CompetitorInput, argument: string): CheckedCompetitor {
  const chain = checkChain(input.chain, `${argument}.chain`)
  const warnings = checkAddress(input.address, chain, `${argument}.address`)
  const name = requireTextOrNone(input.name ?? null, `${argument}.name`, { max: maxNameLength })
  const abi = input.abi == null ? null : checkAbi(input.abi, chain, `${argument}.abi`)
  return { competitor: { address: input.address, chain, name, abi }, warnings }
}

/** All of a contract's competitors. @throws AppError as `checkCompetitor`, and for too many. */
export function checkCompetitors(
  inputs: readonly CompetitorInput[],
  argument: string,
): readonly CheckedCompetitor[] {
  if (inputs.length > maxCompetitors) throw badArgument(argument, `may hold ${maxCompetitors} competitors`)
  return inputs.map((input, place) => checkCompetitor(input, `${argument}.${place}`))
}
